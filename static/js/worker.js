// The service worker: what somebody has read stays readable without a network.
//
// Pages come from the network first; after PATIENCE a kept copy is shown, which says its day. Files
// with a hash in their name never change, so they are kept and not asked for again. Kept is only
// what anybody may have: an answer that is not `public`, or depends on a cookie, never is.
// `sw.js` sets `self.site`, brings a new version of this file with each deploy, and can put all of
// it to an end; see docs/decisions/0023.

const { version, offlinePages, copyOf, never } = self.site;

const PATIENCE = 3000; // ms that a reader of a kept page waits for the network
const OLDEST = 30 * 24 * 3600 * 1000; // ms
const PREFIX = "villages-";
const OFFLINE = `${PREFIX}offline-${version}`;
// So many of each, none of them larger: 30 MB at the very most.
const SHELVES = {
  pages: { name: `${PREFIX}pages-1`, most: 60, bytes: 200_000 },
  pictures: { name: `${PREFIX}pictures-1`, most: 60, bytes: 200_000 },
  files: { name: `${PREFIX}files-1`, most: 60, bytes: 100_000 },
};
const HASHED = /\/static\/.*\.[0-9a-f]{12}\.\w+$/;
const HASHED_NAMES = /[\w.-]+\.[0-9a-f]{12}\.\w+/g;
const PICTURE = /^\/(media|maps|patterns)\/.+\.(avif|webp|jpg|svg)$/;

const languageOf = (url) => /^\/(\w\w)\//.exec(url.pathname)?.[1];
const isPage = (url) =>
  languageOf(url) in offlinePages &&
  url.pathname.endsWith("/") &&
  !never.some((start) => url.pathname.startsWith(start));
const forAll = (answer) =>
  answer.status === 200 &&
  answer.type === "basic" &&
  !answer.redirected &&
  /\bpublic\b/.test(answer.headers.get("Cache-Control") ?? "") &&
  !/cookie|\*/i.test(answer.headers.get("Vary") ?? "");

self.addEventListener("install", (event) => {
  // No page depends on the version of its worker, so the new one need not wait for the old.
  self.skipWaiting();
  event.waitUntil(renewOfflinePages());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      await self.registration.navigationPreload?.enable();
      const ours = [OFFLINE, ...Object.values(SHELVES).map(({ name }) => name)];
      for (const name of await caches.keys()) {
        if (name.startsWith(PREFIX) && !ours.includes(name)) await caches.delete(name);
      }
      await sweep();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (isPage(url)) event.respondWith(page(event, url));
  } else if (request.headers.has("Range")) {
    return; // a part of a film or a sound
  } else if (HASHED.test(url.pathname)) {
    event.respondWith(keptFirst(event, SHELVES.files));
  } else if (PICTURE.test(url.pathname)) {
    const changes = url.pathname.startsWith("/patterns/");
    event.respondWith((changes ? keptLast : keptFirst)(event, SHELVES.pictures));
  }
});

// The first page of a visit was fetched before there was a worker: it says what to keep of it.
self.addEventListener("message", (event) => {
  if (!Array.isArray(event.data?.keep)) return;
  const wanted = event.data.keep.slice(0, 60).map((address) => keepAddress(new URL(address)));
  event.waitUntil(Promise.allSettled(wanted));
});

// --- Answers -------------------------------------------------------------------------------------

async function page(event, url) {
  const address = addressOf(event.request);
  const fresh = fromNetwork(event).then((answer) => {
    event.waitUntil(notePage(address, url, answer.clone()));
    return answer;
  });
  event.waitUntil(fresh.catch(() => {})); // an answer that comes too late is kept for next time
  const kept = await lookUp(SHELVES.pages, address);
  if (!kept) return fresh.catch(() => offlinePage(url));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([fresh.catch(() => {}), late]);
  return answer && answer.status < 500 ? answer : asCopy(kept, url);
}

async function fromNetwork(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

async function keptFirst(event, shelf) {
  const address = addressOf(event.request);
  return (await lookUp(shelf, address)) ?? (await fetchAndKeep(event, shelf, address));
}

async function keptLast(event, shelf) {
  const address = addressOf(event.request);
  try {
    return await fetchAndKeep(event, shelf, address);
  } catch (error) {
    const kept = await lookUp(shelf, address);
    if (kept) return kept;
    throw error;
  }
}

async function fetchAndKeep(event, shelf, address) {
  const answer = await fetch(event.request);
  if (forAll(answer)) event.waitUntil(keep(shelf, address, answer.clone()));
  return answer;
}

// The kept page with a note before its content, which says of when it is.
async function asCopy(kept, url) {
  const language = languageOf(url);
  const day = new Date(kept.headers.get("Date"));
  const said = copyOf[language].replace(
    "{date}",
    day.toLocaleString(language, { dateStyle: "long", timeStyle: "short" }),
  );
  const note = `<div class="page"><p class="notice" role="status">${said}</p></div>`;
  const html = (await kept.text()).replace(/<main\b[^>]*>/, (main) => main + note);
  return new Response(html, { headers: kept.headers });
}

async function offlinePage(url) {
  const cache = await caches.open(OFFLINE);
  const own = await cache.match(offlinePages[languageOf(url)]);
  if (own) return own;
  const [other] = await cache.keys();
  return other ? cache.match(other) : Response.error();
}

// --- Keeping -------------------------------------------------------------------------------------

const addressOf = (request) => request.url.split("#")[0];

async function lookUp(shelf, address) {
  const cache = await caches.open(shelf.name);
  return cache.match(address, { ignoreVary: true });
}

async function notePage(address, url, answer) {
  if (forAll(answer)) {
    await keep(SHELVES.pages, address, answer);
    await haveOfflinePage(languageOf(url));
  } else if (answer.status === 404 || answer.status === 410) {
    const cache = await caches.open(SHELVES.pages.name);
    await cache.delete(address, { ignoreVary: true }); // withdrawn, so nobody reads it here either
  }
}

async function keep(shelf, address, answer) {
  const body = await answer.blob();
  if (body.size > shelf.bytes) return;
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding"); // what is kept is unpacked
  headers.delete("Content-Length");
  const cache = await caches.open(shelf.name);
  await cache.delete(address, { ignoreVary: true }); // the newest stand last
  await cache.put(address, new Response(body, { headers }));
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(0, all.length - shelf.most))) await cache.delete(old);
}

async function keepAddress(url) {
  if (url.origin !== location.origin) return;
  const path = url.pathname;
  const shelf = HASHED.test(path) ? SHELVES.files : PICTURE.test(path) ? SHELVES.pictures : null;
  const address = url.href.split("#")[0];
  if (isPage(url)) {
    await notePage(address, url, await fetch(address));
  } else if (shelf && !(await lookUp(shelf, address))) {
    const answer = await fetch(address);
    if (forAll(answer)) await keep(shelf, address, answer);
  }
}

// The page that says what can be read, in a language that is read here, with all it needs.
async function haveOfflinePage(language) {
  const cache = await caches.open(OFFLINE);
  const address = offlinePages[language];
  if (await cache.match(address)) return;
  const answer = await fetch(address);
  if (!forAll(answer)) return;
  const html = await answer.clone().text();
  await cache.put(address, answer);
  const files = html.match(/\/static\/[^"'\s]+\.[0-9a-f]{12}\.(css|js|woff2)/g) ?? [];
  await Promise.allSettled([...new Set(files)].map((file) => keepAddress(new URL(file, location))));
}

async function renewOfflinePages() {
  const pages = await (await caches.open(SHELVES.pages.name)).keys();
  const languages = new Set(pages.map(({ url }) => languageOf(new URL(url))));
  await Promise.allSettled([...languages].map(haveOfflinePage));
}

// Pages that are too old, and files that no kept page names any more.
async function sweep() {
  const pages = await caches.open(SHELVES.pages.name);
  const files = await caches.open(SHELVES.files.name);
  const named = new Set();
  const note = async (answer) => {
    for (const name of (await answer.text()).match(HASHED_NAMES) ?? []) named.add(name);
  };
  for (const request of await pages.keys()) {
    const answer = await pages.match(request);
    const age = Date.now() - new Date(answer.headers.get("Date"));
    if (age > OLDEST) await pages.delete(request);
    else await note(answer);
  }
  const offline = await caches.open(OFFLINE);
  for (const request of await offline.keys()) await note(await offline.match(request));
  const kept = await files.keys();
  for (const request of kept) {
    if (request.url.endsWith(".css")) await note(await files.match(request)); // its faces
  }
  for (const request of kept) {
    if (!named.has(request.url.split("/").pop())) await files.delete(request);
  }
}
