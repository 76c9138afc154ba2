// Favourites, kept by this browser alone as the address of their page says them: v=12,7&r=3.
//
// They are read anew before each change, so that two tabs do not forget what the other one kept.

const KEY = "favourites";
const MOST = 200;
const KINDS = [..."vres"];

const understood = (query) => {
  const things = new Set();
  const words = new URLSearchParams(query);
  for (const kind of KINDS) {
    for (const number of (words.get(kind) ?? "").split(",")) {
      if (/^[1-9][0-9]{0,8}$/.test(number) && things.size < MOST) things.add(kind + number);
    }
  }
  return things;
};

const kept = () => {
  try {
    return understood(localStorage.getItem(KEY));
  } catch {
    return new Set(); // the browser keeps nothing for us
  }
};

const written = (things) =>
  KINDS.map((kind) => `${kind}=${[...things].filter((thing) => thing[0] === kind).map((thing) => thing.slice(1))}`)
    .filter((words) => words[2])
    .join("&");

const keep = (things) => {
  try {
    localStorage.setItem(KEY, written(things));
    return true;
  } catch {
    return false;
  }
};

const page = document.querySelector("[data-favourites]");
const other = document.querySelector("[data-favourites-other]");
const status = document.querySelector("[data-favourite-said]");
const shown = understood(page?.dataset.favourites);
const isKept = (things) => [...shown].every((thing) => things.has(thing));
const isMine = page && shown.size === kept().size && isKept(kept());

const show = () => {
  const things = kept();
  const words = written(things);
  for (const place of document.querySelectorAll("[data-favourite]")) {
    place.hidden = false;
    place.querySelector("button").setAttribute("aria-pressed", things.has(place.dataset.favourite));
  }
  for (const link of document.querySelectorAll("[data-favourites-link]")) {
    link.search = words;
    link.hidden = !words;
  }
  if (other) other.hidden = isKept(things);
  if (isMine) {
    history.replaceState(null, "", words ? `?${words}` : location.pathname);
    for (const link of document.querySelectorAll(".languages__link, [data-favourites-share]")) link.search = words;
  }
};

const change = (wanted, words) => {
  const said = wanted.size > MOST ? "full" : keep(wanted) ? words : "refused";
  status.textContent = status.dataset[said];
  show();
};

addEventListener("click", ({ target }) => {
  const button = target.closest("[data-favourite] button, [data-favourites-other] button");
  if (!button) return;
  const thing = button.parentElement.dataset.favourite;
  const things = kept();
  if (things.delete(thing)) change(things, "dropped");
  else change(new Set([...(thing ? [thing] : shown), ...things]), "kept");
});

if (page && !location.search && kept().size) location.replace(`?${written(kept())}`);
else show();
addEventListener("storage", show);
addEventListener("pageshow", show); // a page that comes back from the browser's memory
