// What all zoomable maps share: the base map, opening and closing, gestures, full screen.
//
// Everything comes from this site alone, when it is asked for; unless the operator has set the
// address of a tile server, whose pictures then lie where our base map would.

// Colours are names of the style sheet's tokens: the base map is painted, so no rule reaches it.
const LAND = {
  country: { stroke: false, fillColor: "land", fillOpacity: 1 },
  lake: { color: "shore", weight: 0.6, fillColor: "lake", fillOpacity: 1 },
  river: { color: "river", weight: 1, fill: false },
  frontier: { color: "frontier", weight: 1.6, dashArray: "7 4", fill: false },
  "outer-frontier": { color: "outer-frontier", weight: 1.2, dashArray: "3 4", fill: false },
};
// The fewest people of a town that is named, by zoom.
const PEOPLE = { 6: 60000, 7: 20000, 8: 8000, 9: 3000 };
const HINT_LASTS = 1500; // ms

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Opens and closes maps of one kind.
 *
 * `load(words)` fetches what the map is about; `draw(element, content, words)` draws it and returns
 * `{ map, stop }`. `words` are the data attributes of the button that the map belongs to.
 */
export function zoomable(load, draw) {
  const opened = new WeakMap(); // button -> its map

  async function toggle(button) {
    if (opened.has(button)) close(button);
    else await open(button, { focus: true });
  }

  async function open(button, { focus }) {
    const figure = figureOf(button);
    if (opened.has(button) || button.disabled) return;
    button.disabled = true;
    try {
      await show(button, figure, focus);
    } catch (error) {
      figure.querySelector(".zoom-map")?.remove();
      figure.classList.remove("zoom-map--open");
      say(figure, button.dataset.wordsFailed);
      console.info(error);
    } finally {
      button.disabled = false;
    }
  }

  async function show(button, figure, focus) {
    const words = button.dataset;
    const [content] = await Promise.all([
      load(words),
      globalThis.L ?? import(words.leaflet),
      style(words.style), // each goes before those that are there: Leaflet's gives way to ours
      style(words.leafletStyle),
    ]);
    figure.querySelector(".zoom-map__failed")?.remove();
    const element = document.createElement("div");
    element.className = "zoom-map";
    figure.classList.add("zoom-map--open");
    figure.prepend(element);
    const view = draw(element, content, words);
    opened.set(button, view);
    button.dataset.wordsOpen ??= button.textContent;
    button.textContent = words.wordsClose;
    button.setAttribute("aria-expanded", "true");
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      close(button);
      button.focus();
    });
    if (focus) element.focus({ preventScroll: true });
  }

  function close(button) {
    const figure = figureOf(button);
    const view = opened.get(button);
    opened.delete(button);
    view.stop();
    view.map.remove();
    figure.querySelector(".zoom-map").remove();
    figure.classList.remove("zoom-map--open");
    button.textContent = button.dataset.wordsOpen;
    button.setAttribute("aria-expanded", "false");
  }

  return { toggle, open };
}

const figureOf = (button) => document.getElementById(button.getAttribute("aria-controls"));

/** A Leaflet map in `element` with its base, its controls and the manners of the page it is in. */
export function makeMap(element, words) {
  const L = globalThis.L;
  const map = L.map(element, {
    minZoom: 6,
    maxZoom: words.tiles ? 18 : 15,
    zoomControl: false,
    zoomSnap: 0.25,
    // No movement for those who asked their device for none.
    zoomAnimation: !still(),
    markerZoomAnimation: !still(),
    inertia: !still(),
    fadeAnimation: false,
  });
  if (still()) map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
  L.control.zoom({ zoomInTitle: words.wordsZoomIn, zoomOutTitle: words.wordsZoomOut }).addTo(map);
  addFullScreen(map, words);
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false, position: "topright" }).addTo(map);
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", words.wordsMap);
  const help = document.createElement("p");
  help.id = "zoom-map-help";
  help.className = "visually-hidden";
  help.textContent = words.wordsHelp;
  element.prepend(help);
  element.setAttribute("aria-describedby", help.id);
  map.createPane("base").style.zIndex = 250;
  map.createPane("towns").style.zIndex = 300;
  mindThePage(map, words);
  const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  resized.observe(element);
  map.on("unload", () => resized.disconnect());
  map.whenReady(() => addBase(map, words));
  return map;
}

// --- The land -------------------------------------------------------------------------------------

const fetched = new Map(); // address of a base map -> its promise

async function addBase(map, words) {
  if (words.tiles) {
    addTiles(map, words);
    return;
  }
  map.attributionControl.addAttribution(words.wordsAttribution);
  if (!fetched.has(words.base)) fetched.set(words.base, json(words.base));
  try {
    const { features } = await fetched.get(words.base);
    if (map.getContainer().isConnected) await drawBase(map, features);
  } catch (error) {
    fetched.delete(words.base); // lines and marks do without
    console.info(error);
  }
}

function addTiles(map, words) {
  globalThis.L.tileLayer(words.tiles, {
    attribution: words.tilesAttribution,
    maxZoom: 19,
    detectRetina: false, // four times the pictures, from somebody else's server
    referrerPolicy: "strict-origin-when-cross-origin", // servers of tiles want to know who asks
  }).addTo(map);
}

async function drawBase(map, features) {
  const L = globalThis.L;
  const land = L.geoJSON(null, {
    renderer: L.canvas({ pane: "base", padding: 0.3 }),
    pane: "base",
    interactive: false,
    style: ({ properties }) => landStyle(map, properties.kind),
  }).addTo(map);
  const repaint = () => land.resetStyle();
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", repaint);
  map.on("unload", () => scheme.removeEventListener("change", repaint));
  // A few at a time, so that a slow phone goes on answering its owner.
  const drawn = features.filter(({ properties }) => properties.kind in LAND);
  for (let at = 0; at < drawn.length; at += AT_A_TIME) {
    if (at) await new Promise((next) => setTimeout(next));
    if (!map.getContainer().isConnected) return; // closed meanwhile
    land.addData({ type: "FeatureCollection", features: drawn.slice(at, at + AT_A_TIME) });
  }
  nameTowns(map, features.filter(({ properties }) => properties.kind === "town"));
}

const AT_A_TIME = 150;

function nameTowns(map, named) {
  const L = globalThis.L;
  const towns = L.layerGroup().addTo(map);
  const label = () => {
    towns.clearLayers();
    const zoom = Math.floor(map.getZoom());
    const people = PEOPLE[zoom] ?? (zoom < 6 ? 200000 : 0);
    const seen = map.getBounds().pad(0.1);
    for (const { geometry, properties } of named) {
      const [longitude, latitude] = geometry.coordinates;
      if (properties.population < people || !seen.contains([latitude, longitude])) continue;
      const icon = L.divIcon({ className: "zoom-map__town", html: "", iconSize: [7, 7] });
      const town = { icon, pane: "towns", interactive: false, keyboard: false };
      const shown = L.marker([latitude, longitude], town).addTo(towns).getElement();
      const name = document.createElement("span");
      name.textContent = properties.name;
      shown?.append(name);
    }
  };
  map.on("moveend", label);
  label();
}

/** How a kind of land is painted, in the colours of the screen as it is now. */
function landStyle(map, kind) {
  const tokens = getComputedStyle(map.getContainer());
  const painted = { ...LAND[kind] };
  for (const part of ["color", "fillColor"]) {
    if (part in painted) painted[part] = tokens.getPropertyValue(`--map-${painted[part]}`).trim();
  }
  return painted;
}

// --- Gestures -------------------------------------------------------------------------------------

/**
 * The page goes on scrolling over the map: one finger and the wheel are the page's, two fingers and
 * the wheel with Ctrl or ⌘ the map's. Full screen there is no page, and the map takes them all.
 */
function mindThePage(map, words) {
  const element = map.getContainer();
  const isFull = () => document.fullscreenElement === element;
  const hint = document.createElement("p");
  hint.className = "zoom-map__hint";
  hint.setAttribute("aria-hidden", "true"); // of fingers and wheels; the keyboard's help is said above
  element.append(hint);
  let fading;
  const show = (text) => {
    hint.textContent = text;
    hint.classList.add("is-shown");
    clearTimeout(fading);
    fading = setTimeout(() => hint.classList.remove("is-shown"), HINT_LASTS);
  };
  const mac = /Mac|iP(hone|ad)/.test(navigator.userAgentData?.platform ?? navigator.platform);
  const capture = { capture: true, passive: true };

  element.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey || isFull()) return;
    event.stopImmediatePropagation(); // before Leaflet hears of it
    show(mac ? words.wordsWheelMac : words.wordsWheel);
  }, capture);
  element.addEventListener("pointerdown", (event) => {
    // A mouse drags the map, a finger the page; some screens have both.
    const drags = event.pointerType !== "touch" || isFull();
    map.dragging[drags ? "enable" : "disable"]();
  }, capture);
  const touched = (event) => {
    if (event.touches.length > 1) {
      hint.classList.remove("is-shown");
      if (event.cancelable) event.preventDefault(); // or the page would scroll with them
    } else if (event.type === "touchmove" && !isFull()) show(words.wordsFingers);
  };
  element.addEventListener("touchstart", touched, { capture: true, passive: false });
  element.addEventListener("touchmove", touched, { capture: true, passive: false });
  map.on("unload", () => clearTimeout(fading));
}

// --- Full screen ----------------------------------------------------------------------------------

function addFullScreen(map, words) {
  const L = globalThis.L;
  const element = map.getContainer();
  if (!document.fullscreenEnabled || !element.requestFullscreen) return;
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const bar = L.DomUtil.create("div", "leaflet-bar zoom-map__full");
    const button = L.DomUtil.create("button", "", bar);
    button.type = "button";
    const name = () => {
      const full = document.fullscreenElement === element;
      button.title = full ? words.wordsLeaveFull : words.wordsFull;
      button.setAttribute("aria-label", button.title);
      element.classList.toggle("is-full", full);
    };
    name();
    document.addEventListener("fullscreenchange", name);
    map.on("unload", () => document.removeEventListener("fullscreenchange", name));
    L.DomEvent.disableClickPropagation(bar);
    button.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else element.requestFullscreen().catch((error) => console.info(error));
    });
    return bar;
  };
  control.addTo(map);
}

// --- Fetching -------------------------------------------------------------------------------------

export async function json(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function style(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  return new Promise((loaded, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    link.onload = loaded;
    link.onerror = failed;
    // Before the site's own style sheets, which have the last word.
    document.head.querySelector("link[rel=stylesheet]").before(link);
  });
}

function say(figure, text) {
  const note = figure.querySelector(".zoom-map__failed") ?? document.createElement("p");
  note.className = "zoom-map__failed";
  note.setAttribute("role", "alert");
  note.textContent = text;
  figure.append(note);
}
