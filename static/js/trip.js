// The visitor's own trip, kept in this browser: niceties only, every page works without this file.
//
// What is kept is the trip as its address says it, never a cookie. It changes by what somebody
// does (adds, moves, keeps), never by what a page happens to show: so a tab with an older copy
// overwrites nothing, and a link that somebody sent does not replace the reader's own trip.

const KEPT = "trip";
const DONE = "trip-done"; // in this tab: a form of the trip is on its way
const IN_TIME = 60_000; // ms in which its answer comes

const STOP = /^v([1-9][0-9]{0,8})(-[0-9]{1,4})?$/;

const kept = () => {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return ""; // the browser keeps nothing for us
  }
};

const keep = (trip) => {
  try {
    if (trip) localStorage.setItem(KEPT, trip);
    else localStorage.removeItem(KEPT);
    return kept() === trip;
  } catch {
    return false;
  }
};

const daysOf = (chain) =>
  (chain ?? "").split("_").map((day) => day.split(".").filter((stop) => STOP.test(stop)));
const villageOf = (stop) => STOP.exec(stop)[1];
const villagesOf = (chain) => daysOf(chain).flat().map(villageOf);
const chainOf = (trip) => new URLSearchParams(trip).get("stops") ?? "";

// --- The link in the header -------------------------------------------------------------------

const link = document.querySelector("[data-trip-link]");

const showLink = () => {
  const trip = kept();
  const count = villagesOf(chainOf(trip)).length;
  link.search = trip;
  link.querySelector("[data-trip-count]").textContent = count || "";
};

// --- Buttons on the pages of villages and routes ------------------------------------------------

const add = (chain, most) => {
  const words = new URLSearchParams(kept());
  const days = daysOf(words.get("stops"));
  const known = new Set(days.flat().map(villageOf));
  let left = 0;
  daysOf(chain).forEach((more, index) => {
    if (index) days.push([]);
    for (const stop of more) {
      if (known.has(villageOf(stop))) continue;
      if (known.size >= most) {
        left += 1;
        continue;
      }
      known.add(villageOf(stop));
      days.at(-1).push(stop);
    }
  });
  words.set("stops", days.filter((day) => day.length).map((day) => day.join(".")).join("_"));
  return keep(words.toString()) ? left : null;
};

const showAdded = (form) => {
  const known = new Set(villagesOf(chainOf(kept())));
  const isThere = villagesOf(form.elements.add.value).every((village) => known.has(village));
  form.querySelector("[data-trip-add-words]").hidden = isThere;
  form.querySelector("[data-trip-there-words]").hidden = !isThere;
  return isThere;
};

for (const form of document.querySelectorAll("form[data-trip-add]")) {
  showAdded(form);
  addEventListener("storage", () => showAdded(form));
  addEventListener("pageshow", () => showAdded(form));
  form.addEventListener("submit", (event) => {
    if (showAdded(form)) {
      event.preventDefault();
      location.assign(link.href); // the button says so
      return;
    }
    const left = add(form.elements.add.value, Number(form.dataset.most));
    if (left === null) return; // nothing is kept here: the form goes to the page of the trip
    event.preventDefault();
    showLink();
    showAdded(form);
    form.querySelector("[role=status]").textContent = left ? form.dataset.full : form.dataset.added;
  });
}

// --- The page of the trip -----------------------------------------------------------------------

const page = document.querySelector("[data-trip-page]");

const isMine = () => {
  // Whether the page answers a form that was sent from this tab a moment ago.
  const sent = Number(sessionStorage.getItem(DONE));
  sessionStorage.removeItem(DONE);
  return Date.now() - sent < IN_TIME;
};

const showOther = () => {
  const other = page.querySelector("[data-trip-kept]");
  const trip = kept();
  other.hidden = !trip || trip === page.dataset.trip;
  other.querySelector("[data-trip-open]").search = trip;
};

const openPage = () => {
  const shown = page.dataset.trip;
  const mine = isMine();
  if (mine || (shown && !kept())) keep(shown);
  else if (!shown && villagesOf(chainOf(kept())).length && !page.querySelector(".trip__said")) {
    location.replace(`?${kept()}`);
    return;
  }
  showOther();

  page.querySelector("[data-trip-form]").addEventListener("submit", () => {
    sessionStorage.setItem(DONE, Date.now());
  });
  page.querySelector("[data-trip-keep]").addEventListener("click", () => {
    keep(shown);
    showOther();
    showLink();
    document.querySelector("h1").focus();
  });
  const copy = page.querySelector("[data-trip-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}?${shown}`);
      copy.querySelector("[role=status]").textContent = copy.dataset.done;
    });
  }
  const wanted = mine && document.getElementById(location.hash.slice(1));
  if (wanted) wanted.focus({ preventScroll: true });
};

if (page) {
  try {
    openPage();
  } catch (error) {
    if (error.name !== "SecurityError") throw error; // storage is forbidden here
  }
  addEventListener("storage", showOther);
}
if (link) {
  showLink();
  addEventListener("storage", showLink);
  addEventListener("pageshow", showLink); // a page that comes back from the browser's memory
}
