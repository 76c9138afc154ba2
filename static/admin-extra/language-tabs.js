// Makes tabs of the sections that hold a language's texts. Without this script all sections show.

const STORE = "workplace-language";
const words = document.getElementById("form-words")?.dataset;
const panels = [...document.querySelectorAll("fieldset.language-panel")];

function languageOf(panel) {
  return [...panel.classList].map((name) => name.split("--")[1]).find(Boolean);
}

function remembered() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null; // storage may be forbidden
  }
}

function remember(choice) {
  try {
    localStorage.setItem(STORE, choice);
  } catch {
    // then the choice lasts for this page only
  }
}

function build() {
  const bar = document.createElement("div");
  bar.className = "language-tabs";
  const list = document.createElement("div");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", words.languages);
  bar.append(list);
  const tabs = panels.map((fields) => {
    const language = languageOf(fields);
    const heading = fields.querySelector(".fieldset-heading");
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `language-tab-${language}`;
    tab.setAttribute("role", "tab");
    tab.lang = language;
    // A field set may not be a tab's panel itself.
    const panel = document.createElement("div");
    panel.id = `language-panel-${language}`;
    tab.setAttribute("aria-controls", panel.id);
    tab.append(heading.textContent.trim());
    const mark = document.createElement("span");
    mark.className = "language-tabs__mark";
    mark.lang = document.documentElement.lang;
    tab.append(mark);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    list.append(tab);
    return { tab, fields, panel, mark, language };
  });
  const beside = document.createElement("button");
  beside.type = "button";
  beside.className = "language-tabs__beside";
  beside.textContent = words.beside;
  bar.append(beside);

  const holder = document.createElement("div");
  holder.className = "language-panels";
  panels[0].before(bar, holder);
  for (const { panel, fields } of tabs) {
    panel.append(fields);
    holder.append(panel);
  }
  return { tabs, beside, holder };
}

function start() {
  const { tabs, beside, holder } = build();

  function show(choice) {
    const all = choice === "all";
    const chosen = tabs.some(({ language }) => language === choice) ? choice : tabs[0].language;
    beside.setAttribute("aria-pressed", String(all));
    holder.classList.toggle("is-beside", all);
    for (const { tab, panel, language } of tabs) {
      const selected = !all && language === chosen;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected || (all && tab === tabs[0].tab) ? 0 : -1;
      panel.hidden = !all && !selected;
    }
  }

  function choose(choice) {
    remember(choice);
    show(choice);
  }

  function mark() {
    for (const { panel, mark: place } of tabs) {
      const missing = [...panel.querySelectorAll("[data-needed]")].filter((text) => !text.value.trim());
      const errors = panel.querySelectorAll(".errorlist").length;
      place.textContent = errors
        ? ` · ${words.errors}: ${errors}`
        : missing.length
          ? ` · ${words.missing}: ${missing.length}`
          : "";
      place.classList.toggle("is-error", errors > 0);
    }
  }

  function followAddress() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    const owner = tabs.find(({ panel }) => panel.contains(target));
    if (owner && owner.panel.hidden) show(owner.language);
    target.closest("details")?.setAttribute("open", "");
    (target.type === "hidden" ? target.closest(".inline-group") : target).scrollIntoView({ block: "center" });
    target.focus?.();
  }

  for (const [index, { tab, language }] of tabs.entries()) {
    tab.addEventListener("click", () => choose(language));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const last = tabs.length - 1;
      const next = step ? (index + step + tabs.length) % tabs.length : { Home: 0, End: last }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      choose(tabs[next].language);
      tabs[next].tab.focus();
    });
  }
  beside.addEventListener("click", () => {
    const isOn = beside.getAttribute("aria-pressed") === "true";
    choose(isOn ? tabs[0].language : "all");
  });
  holder.addEventListener("input", mark);
  window.addEventListener("hashchange", followAddress);

  const wrong = tabs.find(({ panel }) => panel.querySelector(".errorlist"));
  const writable = tabs.filter(({ panel }) => panel.querySelector("input, textarea"));
  const usual = remembered() ?? document.documentElement.lang;
  // Translators begin where they may write.
  const isReadOnly = usual !== "all" && writable.length && !writable.some(({ language }) => language === usual);
  show(wrong?.language ?? (isReadOnly ? writable[0].language : usual));
  mark();
  followAddress();
}

if (words && panels.length > 1) start();
