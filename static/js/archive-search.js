// Search in the archive: no module, because browsers load none from disk; no request either.
// `villageIndex` comes from the script before this one (catalogue/archive/search_index.py).
(() => {
  const form = document.querySelector("[data-search]");
  const list = document.querySelector("[data-results]");
  const count = document.querySelector("[data-count]");
  const { found, stems } = villageIndex;
  const names = Object.keys(stems);
  const MOST = 50;
  const LONGEST_ENDING = 6; // “kaimuosiuose” has the stem “kaim”, but nobody types so much

  const plain = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]{2,}/gu) ?? [];

  // The stems that answer a word: those it begins, while somebody types, and the longest with which
  // it begins itself, as any other form of the same word does.
  function answering(typed) {
    const begun = names.filter((stem) => stem.startsWith(typed));
    const within = names.filter(
      (stem) => stem.length > 2 && typed.startsWith(stem) && typed.length - stem.length <= LONGEST_ENDING,
    );
    const longest = Math.max(0, ...within.map((stem) => stem.length));
    return new Set([...begun, ...within.filter((stem) => stem.length === longest)]);
  }

  function scoresOf(typed) {
    const scores = new Map();
    for (const stem of answering(typed)) {
      const [named, told] = stems[stem];
      for (const number of told) scores.set(number, Math.max(scores.get(number) ?? 0, 1));
      for (const number of named) scores.set(number, 3);
    }
    return scores;
  }

  // What answers more of the words stands first, then what has them in its name.
  function search(text) {
    const sums = new Map();
    for (const typed of new Set(plain(text))) {
      for (const [number, score] of scoresOf(typed)) {
        sums.set(number, (sums.get(number) ?? 0) + 100 + score);
      }
    }
    return [...sums].sort(([a, x], [b, y]) => y - x || a - b).map(([number]) => found[number]);
  }

  function show() {
    const text = form.elements.q.value;
    const results = search(text);
    list.replaceChildren(
      ...results.slice(0, MOST).map(([what, title, note, file]) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `../../${file}`;
        link.textContent = title;
        const about = document.createElement("span");
        about.className = "links__note";
        about.textContent = ` ${what}${note ? ` · ${note}` : ""}`;
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
