// Lists the pages that this device keeps; the worker keeps them (worker.js).

// What a reader of `lang` is told stands in the page; here are only titles and days.
const list = document.querySelector("[data-kept-pages]");
const PAGES = "villages-pages-1";

if (list && "caches" in window) {
  const cache = await caches.open(PAGES);
  const own = document.documentElement.lang;
  const found = [];
  for (const request of (await cache.keys()).reverse()) {
    const answer = await cache.match(request);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const language = page.documentElement.lang;
    const title = page.querySelector("h1")?.textContent.trim() || page.title;
    found.push({ language, title, address: request.url, day: answer.headers.get("Date") });
  }
  // The reader's language first; within a language what was read last.
  found.sort((one, other) => (other.language === own) - (one.language === own));
  for (const { language, title, address, day } of found) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    link.lang = link.hreflang = language;
    const note = document.createElement("span");
    note.className = "links__note";
    note.textContent = ` ${new Date(day).toLocaleDateString(own, { dateStyle: "long" })}`;
    item.append(link, note);
    list.append(item);
  }
  document.querySelector("[data-kept-none]").hidden = found.length > 0;
}
