// The zoomable map of a route, in the place of the drawn one: fetched when it is asked for.
//
// Base map, lines and stops come from this site alone. The list of stops and the markers are
// linked: who points at one, or comes to it by keyboard, sees the other lit.

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

const opened = new WeakMap(); // button -> its map
let base; // the base map's promise

/** Opens the map that `button` belongs to, or closes it again. */
export async function toggle(button) {
  const figure = document.getElementById(button.getAttribute("aria-controls"));
  if (opened.has(button)) {
    close(button, figure);
    return;
  }
  button.disabled = true;
  try {
    await open(button, figure);
  } catch (error) {
    figure.querySelector(".route-map__zoom")?.remove();
    figure.classList.remove("route-map--open");
    say(figure, button.dataset.wordsFailed);
    console.info(error);
  } finally {
    button.disabled = false;
  }
}

async function open(button, figure) {
  const words = button.dataset;
  const [route] = await Promise.all([
    json(words.route),
    globalThis.L ?? import(words.leaflet),
    style(words.style), // each goes before those that are there: Leaflet's gives way to ours
    style(words.leafletStyle),
  ]);
  figure.querySelector(".route-map__failed")?.remove();
  const element = document.createElement("div");
  element.className = "route-map__zoom";
  figure.classList.add("route-map--open");
  figure.prepend(element);
  const view = draw(element, route, words);
  opened.set(button, view);
  button.dataset.wordsOpen ??= button.textContent;
  button.textContent = words.wordsClose;
  button.setAttribute("aria-expanded", "true");
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close(button, figure);
    button.focus();
  });
  element.focus({ preventScroll: true });
  base ??= json(words.base);
  base.then((data) => drawBase(view.map, data), () => (base = undefined)); // stops and lines do without
}

function close(button, figure) {
  const view = opened.get(button);
  opened.delete(button);
  view.stop();
  view.map.remove();
  figure.querySelector(".route-map__zoom").remove();
  figure.classList.remove("route-map--open");
  button.textContent = button.dataset.wordsOpen;
  button.setAttribute("aria-expanded", "false");
}

function draw(element, route, words) {
  const L = globalThis.L;
  const map = L.map(element, {
    minZoom: 6,
    maxZoom: 15,
    zoomControl: false,
    zoomSnap: 0.25,
    // No movement for those who asked their device for none.
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    markerZoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fadeAnimation: false,
  });
  L.control.zoom({ zoomInTitle: words.wordsZoomIn, zoomOutTitle: words.wordsZoomOut }).addTo(map);
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(words.wordsAttribution);
  L.control.scale({ imperial: false, position: "topright" }).addTo(map);
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", words.wordsMap);
  const help = document.createElement("p");
  help.id = "route-map-help";
  help.className = "visually-hidden";
  help.textContent = words.wordsHelp;
  element.prepend(help);
  element.setAttribute("aria-describedby", help.id);
  map.createPane("base").style.zIndex = 250;
  map.createPane("towns").style.zIndex = 300;

  const legs = route.features.filter((feature) => feature.properties.kind === "leg");
  const stops = route.features.filter((feature) => feature.properties.kind === "stop");
  const points = [...stops.map(({ geometry }) => geometry.coordinates), ...legs.flatMap(({ geometry }) => geometry.coordinates)];
  const extent = L.latLngBounds(points.map(([east, north]) => [north, east])).pad(0.08);
  map.fitBounds(extent, { animate: false, maxZoom: 12 }); // before there is anything to draw
  L.geoJSON(legs, { interactive: false, style: ({ properties }) => legStyle(properties) }).addTo(map);
  const link = linked(map);
  for (const { properties, geometry } of stops) {
    const [longitude, latitude] = geometry.coordinates;
    if (properties.radius_m) {
      const circle = { radius: properties.radius_m, className: "route-map__surroundings", weight: 1, fillOpacity: 0.1, interactive: false };
      L.circle([latitude, longitude], circle).addTo(map);
    }
    link(properties, marker([latitude, longitude], properties).addTo(map));
  }
  const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  resized.observe(element);
  return { map, stop: () => { resized.disconnect(); link.end(); } };
}

/** As on the drawn map: whole along a known way, dashed where it is straight, dotted on foot. */
function legStyle({ straight, mode, optional }) {
  const slow = !["car", "coach"].includes(mode);
  const dashArray = straight ? "9 7" : slow ? "1 7" : null;
  return { className: "route-map__leg", weight: slow && !straight ? 4.5 : 3.5, opacity: optional ? 0.65 : 0.95, dashArray, fill: false };
}

function marker(place, { number, title, optional }) {
  const className = `route-map__stop${optional ? " route-map__stop--detour" : ""}`;
  const icon = globalThis.L.divIcon({ className, html: String(number), iconSize: [28, 28] });
  const made = globalThis.L.marker(place, { icon, riseOnHover: true, keyboard: true });
  made.on("add", () => made.getElement().setAttribute("aria-label", `${number}. ${title}`));
  return made;
}

/** A function that ties a marker to its stop in the list; its `end` unties all of them. */
function linked(map) {
  const ending = new AbortController();
  const { signal } = ending;

  function link({ number }, mark) {
    const item = document.querySelector(`[data-stop="${number}"]`);
    const icon = mark.getElement();
    if (!item || !icon) return;
    const reasons = new Set(); // the mouse may leave what the keyboard still has, and vice versa
    const light = (reason, on) => {
      reasons[on ? "add" : "delete"](reason);
      item.classList.toggle("is-lit", reasons.size > 0);
      icon.classList.toggle("is-lit", reasons.size > 0);
      mark.setZIndexOffset(reasons.size > 0 ? 1000 : 0);
    };
    const show = () => {
      light("focus", true);
      bringIntoView();
    };
    const bringIntoView = () => {
      if (!map.getBounds().pad(-0.1).contains(mark.getLatLng())) map.panTo(mark.getLatLng(), { animate: false });
    };
    const goToItem = () => {
      item.tabIndex = -1;
      item.focus();
    };
    for (const [name, act] of [
      ["mouseenter", () => light("mouse", true)],
      ["mouseleave", () => light("mouse", false)],
      ["focusin", show],
      ["focusout", () => light("focus", false)],
    ]) {
      item.addEventListener(name, act, { signal });
      icon.addEventListener(name, act, { signal });
    }
    item.addEventListener("click", bringIntoView, { signal });
    item.addEventListener("keydown", (event) => {
      if (event.key === "Escape") icon.focus(); // back to where Enter came from
    }, { signal });
    mark.on("click", goToItem);
    icon.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      goToItem();
    }, { signal });
  }

  link.end = () => {
    ending.abort();
    for (const item of document.querySelectorAll("[data-stop].is-lit")) item.classList.remove("is-lit");
  };
  return link;
}

function drawBase(map, { features }) {
  const L = globalThis.L;
  if (!map.getContainer().isConnected) return; // closed meanwhile
  const land = L.geoJSON(features.filter(({ properties }) => LAND[properties.kind]), {
    renderer: L.canvas({ pane: "base", padding: 0.3 }),
    pane: "base",
    interactive: false,
    style: ({ properties }) => landStyle(map, properties.kind),
  }).addTo(map);
  const repaint = () => land.resetStyle();
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", repaint);
  map.on("unload", () => scheme.removeEventListener("change", repaint));
  const towns = L.layerGroup().addTo(map);
  const named = features.filter(({ properties }) => properties.kind === "town");
  const label = () => {
    towns.clearLayers();
    const zoom = Math.floor(map.getZoom());
    const people = PEOPLE[zoom] ?? (zoom < 6 ? 200000 : 0);
    const seen = map.getBounds().pad(0.1);
    for (const { geometry, properties } of named) {
      const [longitude, latitude] = geometry.coordinates;
      if (properties.population < people || !seen.contains([latitude, longitude])) continue;
      const icon = L.divIcon({ className: "route-map__town", html: "", iconSize: [7, 7] });
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

async function json(address) {
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
  const note = figure.querySelector(".route-map__failed") ?? document.createElement("p");
  note.className = "route-map__failed";
  note.setAttribute("role", "alert");
  note.textContent = text;
  figure.append(note);
}
