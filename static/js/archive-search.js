// Search in the archive: no module, because browsers load none from disk; no request either.
// `villageIndex` comes from the script before this one (catalogue/archive/search_index.py).
(() => {
  const form = document.querySelector("[data-search]");
  const list = document.querySelector("[data-results]");
  const count = document.querySelector("[data-count]");
  const { pages, words } = villageIndex;
  const MOST = 50;
  const LONGEST_ENDING = 4;

  const plain = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]{2,}/gu) ?? [];

  // How well a word of a page answers a word that was typed: itself, its beginning, or another
  // form, which shares all but the ending.
  function fit(typed, word) {
    if (word === typed) return 4;
    if (word.startsWith(typed)) return 3;
    let same = 0;
    while (same < typed.length && typed[same] === word[same]) same += 1;
    const stem = Math.max(3, typed.length - LONGEST_ENDING, word.length - LONGEST_ENDING);
    return same >= stem ? 1 + same / (typed.length + 1) : 0;
  }

  function answers(typed) {
    const scores = new Map();
    for (const [word, [named, told]] of Object.entries(words)) {
      const worth = fit(typed, word);
      if (!worth) continue;
      for (const page of named) scores.set(page, Math.max(scores.get(page) ?? 0, worth * 3));
      for (const page of told) scores.set(page, Math.max(scores.get(page) ?? 0, worth));
    }
    return scores;
  }

  // Pages that answer more of the words stand first.
  function found(text) {
    const sums = new Map();
    for (const typed of new Set(plain(text))) {
      for (const [page, score] of answers(typed)) sums.set(page, (sums.get(page) ?? 0) + 100 + score);
    }
    return [...sums].sort(([a, x], [b, y]) => y - x || a - b).map(([page]) => pages[page]);
  }

  function show() {
    const text = form.elements.q.value;
    const results = found(text);
    list.replaceChildren(
      ...results.slice(0, MOST).map(([kind, title, note, file]) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `../../${file}`;
        link.textContent = title;
        const about = document.createElement("span");
        about.className = "links__note";
        about.textContent = ` ${form.dataset[kind] ?? ""}${note ? ` · ${note}` : ""}`;
        item.append(link, about);
        return item;
      }),
    );
    count.textContent = !plain(text).length
      ? ""
      : results.length
        ? form.dataset.found.replace("{count}", results.length)
        : form.dataset.none;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.elements.q.addEventListener("input", show);
  show(); // a browser that goes back brings the words along
})();
