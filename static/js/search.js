// Suggestions under a search field, as a combobox with a list (ARIA APG); without this file, or on
// a connection that saves data, the field is a plain form.

const WAIT = 180; // ms without a key before the server is asked
const LEAST = 2; // letters

const furnish = (form, number) => {
  const field = form.elements.q;
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const label = field.labels[0].textContent;
  Object.assign(list, { id: `suggestions-${number}`, className: "search__list", role: "listbox", hidden: true });
  list.setAttribute("aria-label", label);
  Object.assign(said, { className: "visually-hidden", role: "status" });
  form.append(list, said);
  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })
    .forEach(([name, value]) => field.setAttribute(name, value));

  let timer;
  let asking;
  let chosen = null;

  const choose = (option) => {
    chosen?.removeAttribute("aria-selected");
    chosen = option ?? null;
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const open = (yes) => {
    choose(null);
    list.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
  };
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    open(false);
  };
  const ask = async () => {
    const typed = field.value.trim();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("ul");
      list.replaceChildren(...found.children);
      [...list.children].forEach((option, place) => (option.id = `${list.id}-${place}`));
      open(list.children.length > 0);
      said.textContent = found.dataset.said;
    } catch (error) {
      if (error.name !== "AbortError") open(false); // no net: the form still works
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (field.value.trim().length < LEAST) close();
    else timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const options = [...list.children];
    const place = options.indexOf(chosen);
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && chosen) location.assign(chosen.dataset.address);
    else if (event.key === "ArrowDown" && options.length) {
      if (list.hidden) open(true);
      choose(options[(place + 1) % options.length]);
    } else if (event.key === "ArrowUp" && options.length) {
      if (list.hidden) open(true);
      choose(options.at(place < 0 ? -1 : place - 1));
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-address]");
    if (option) location.assign(option.dataset.address);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
};

if (!navigator.connection?.saveData) document.querySelectorAll("form[data-suggest]").forEach(furnish);
