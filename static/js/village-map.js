// The zoomable map of villages: clusters that say what they hold, tied to the list beside the map.
//
// Villages on the list's page carry its numbers, all others are dots. Who points at an item or a
// mark, or comes to it by keyboard, sees the other lit; Enter leads from one to the other, Escape
// back. The list always comes from the server: a search of the area only puts another in its place.

import { json, makeMap, still, zoomable } from "./map-base.js";

const RADIUS = 42; // px within which marks become one
const NEAREST = 12; // the zoom at which a map of one or two villages begins
const INEXACT_FROM = 1500; // m; as on the drawn map

export const { toggle, open } = zoomable(load, draw);

async function load(words) {
  const fetched = [json(words.content), globalThis.Supercluster ?? import(words.clusters)];
  return (await Promise.all(fetched))[0];
}

function draw(element, content, words) {
  const map = makeMap(element, words);
  const view = {
    map,
    words,
    list: document.getElementById(words.list),
    shown: new Map(), // key of a feature -> its mark
    pointed: new Set(), // numbers of villages that the mouse is on
    focused: new Set(), // and the keyboard
    ending: new AbortController(),
    plurals: new Intl.PluralRules(document.documentElement.lang),
    clusterWords: JSON.parse(words.wordsCluster),
  };
  fill(view, content);
  const area = askedArea(view) ?? extentOf(view);
  map.fitBounds(area, { animate: false, maxZoom: NEAREST });
  if (words.here) markHere(view);
  show(view);
  map.on("moveend", () => show(view));
  if (!content.whole) map.on("moveend", () => renew(view));
  if (view.list) {
    tie(view);
    addSearch(view);
  }
  return { map, stop: () => end(view) };
}

function end(view) {
  view.ending.abort();
  if (view.list) undress(view);
}

// --- What there is --------------------------------------------------------------------------------

/** Takes the server's answer: villages each by itself, or groups of them where there are too many. */
function fill(view, { villages, groups, whole, area }) {
  const point = (east, north, properties) => ({
    type: "Feature",
    properties,
    geometry: { type: "Point", coordinates: [east, north] },
  });
  view.whole = whole;
  view.area = area && boundsOf(area);
  view.features = [
    ...villages
      .filter(([id]) => String(id) !== view.words.here)
      .map(([id, east, north, title, place, slug, radius]) =>
        point(east, north, { id: String(id), title, place, slug, radius, count: 1 })),
    ...groups.map(([east, north, count, ...box]) => point(east, north, { count, box })),
  ];
  const { map } = view;
  view.index = new globalThis.Supercluster({
    radius: RADIUS,
    extent: 256, // px of a tile
    minZoom: map.getMinZoom(),
    maxZoom: map.getMaxZoom(), // villages at one place stay one mark at any zoom
    map: ({ count }) => ({ count }),
    reduce: (sum, { count }) => (sum.count += count),
  }).load(view.features);
  view.villages = new Map(view.features.map((feature) => [feature.properties.id, feature]));
}

function extentOf({ features, words }) {
  const places = features.map(placeOf);
  if (words.here) places.push(words.at.split(",").map(Number));
  const bounds = globalThis.L.latLngBounds(places.length ? places : [[55.3, 25.2], [57, 28.2]]);
  return bounds.pad(0.08);
}

/** The area that the address asks for, when it is the list's own page. */
function askedArea({ list }) {
  const area = list && new URLSearchParams(location.search).get("in")?.split(",").map(Number);
  return area?.length === 4 && area.every(Number.isFinite) ? boundsOf(area) : null;
}

const boundsOf = ([west, south, east, north]) => globalThis.L.latLngBounds([south, west], [north, east]);
const boxOf = (bounds) => [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
const placeOf = ({ geometry }) => [geometry.coordinates[1], geometry.coordinates[0]];

/** Where there are groups instead of villages, the server knows more about a part of the map. */
async function renew(view) {
  const { map, words } = view;
  const seen = map.getBounds();
  if (view.whole && (!view.area || view.area.contains(seen))) return;
  // In steps, so that a small move asks for nothing new, and others have asked the same before.
  const step = 45 / 2 ** Math.floor(map.getZoom() - 3);
  const [west, south, east, north] = boxOf(seen).map((degrees) => degrees / step);
  const area = [Math.floor(west), Math.floor(south), Math.ceil(east), Math.ceil(north)];
  const asked = area.map((steps) => +(steps * step).toFixed(3)).join(",");
  if (asked === view.asked) return;
  view.asked = asked;
  try {
    const content = await json(`${words.content}${words.content.includes("?") ? "&" : "?"}in=${asked}`);
    if (asked !== view.asked || view.ending.signal.aborted) return; // moved on meanwhile
    fill(view, content);
    show(view);
  } catch (error) {
    view.asked = null;
    console.info(error);
  }
}

// --- Marks ----------------------------------------------------------------------------------------

const keyOf = ({ properties: { cluster_id: cluster, id, box } }) =>
  cluster !== undefined ? `cluster ${cluster}` : id ? `village ${id}` : `group ${box}`;

/** Puts a mark where one belongs at this zoom, and takes away what belongs there no more. */
function show(view) {
  const { map, index, shown } = view;
  const found = new Map();
  const seen = boxOf(map.getBounds().pad(0.25));
  for (const feature of index.getClusters(seen, Math.floor(map.getZoom()))) {
    found.set(keyOf(feature), feature);
  }
  let lost; // the mark that had the focus
  for (const [key, mark] of shown) {
    const now = found.get(key);
    if (now && mark.says === saysOf(view, now)) continue;
    if (mark.icon === document.activeElement) lost = mark;
    mark.layer.remove();
    shown.delete(key);
  }
  for (const [key, feature] of found) {
    if (!shown.has(key)) shown.set(key, markOf(view, feature));
  }
  inOrder(view);
  light(view);
  if (lost) (markWith(view, lost.villages[0])?.icon ?? map.getContainer()).focus({ preventScroll: true });
}

/** What a mark tells, so that it is drawn anew only when it tells something else. */
function saysOf(view, { properties: { id, count } }) {
  return id ? numberOf(view, id) : String(count);
}

function markOf(view, feature) {
  const L = globalThis.L;
  const { id, title, radius, count } = feature.properties;
  const says = saysOf(view, feature);
  const size = id ? (says ? 28 : 24) : Math.min(56, 34 + 4 * says.length + (count > 9 ? 2 : 0));
  const className = `village-mark village-mark--${id ? (says ? "number" : "dot") : "cluster"}`;
  const icon = L.divIcon({ className, html: says, iconSize: [size, size] });
  const marker = L.marker(placeOf(feature), { icon, riseOnHover: true, keyboard: true });
  const layer = L.layerGroup([marker]).addTo(view.map);
  const mark = { feature, layer, marker, says, icon: marker.getElement(), villages: villagesOf(view, feature) };
  const name = id ? [says && `${says}.`, title].filter(Boolean).join(" ") : clusterName(view, count);
  mark.icon.setAttribute("aria-label", name);
  if (id) {
    mark.icon.dataset.village = id;
    const label = document.createElement("span");
    label.textContent = title;
    marker.bindTooltip(label, { direction: "top", offset: [0, -size / 2], className: "village-name" });
  }
  if (radius >= INEXACT_FROM) {
    const circle = { radius, className: "route-map__surroundings", weight: 1, fillOpacity: 0.08, interactive: false };
    layer.addLayer(L.circle(placeOf(feature), circle));
  }
  listen(view, mark);
  return mark;
}

const clusterName = ({ clusterWords, plurals }, count) =>
  (clusterWords[plurals.select(count)] ?? clusterWords.other).replace("%n", count);

function villagesOf({ index }, { properties }) {
  if (properties.id) return [properties.id];
  if (properties.cluster_id === undefined) return [];
  const leaves = index.getLeaves(properties.cluster_id, Infinity);
  return leaves.map((leaf) => leaf.properties.id).filter(Boolean);
}

const markWith = ({ shown }, id) => [...shown.values()].find(({ villages }) => villages.includes(id));

/** Tab leads through the marks as through the list, then from north to south. */
function inOrder(view) {
  const place = (mark) => Math.min(...mark.villages.map((id) => Number(numberOf(view, id)) || Infinity));
  const marks = [...view.shown.values()];
  const places = new Map(marks.map((mark) => [mark, place(mark)]));
  const north = ({ feature }) => feature.geometry.coordinates[1];
  marks.sort((one, other) => {
    const [first, second] = [places.get(one), places.get(other)];
    return first === second ? north(other) - north(one) : first - second;
  });
  const icons = marks.map(({ icon }) => icon);
  const at = icons.indexOf(document.activeElement); // what has the focus would lose it by moving
  const pane = view.map.getPane("markerPane");
  for (const icon of icons.slice(0, Math.max(at, 0))) icons[at].before(icon);
  pane.append(...icons.slice(at + 1));
}

function listen(view, mark) {
  const { icon, marker, villages } = mark;
  for (const [name, set, on] of [
    ["mouseenter", view.pointed, true],
    ["mouseleave", view.pointed, false],
    ["focus", view.focused, true],
    ["blur", view.focused, false],
  ]) {
    icon.addEventListener(name, () => {
      set.clear();
      if (on) villages.forEach((id) => set.add(id));
      light(view);
    });
  }
  const act = (byKeyboard) => {
    if (mark.feature.properties.id) (byKeyboard && goToItem(view, villages[0])) || pop(view, mark, byKeyboard);
    else zoomInto(view, mark, byKeyboard);
  };
  marker.on("click", ({ originalEvent }) => act(originalEvent.detail === 0)); // 0: no pointer clicked
  icon.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") act(true);
    else if (event.key === "Escape" && view.cameFrom) goBack(view);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function light(view) {
  const isLit = (id) => view.pointed.has(id) || view.focused.has(id);
  for (const { icon, marker, villages } of view.shown.values()) {
    const lit = villages.some(isLit);
    icon.classList.toggle("is-lit", lit);
    marker.setZIndexOffset(lit ? 1000 : 0);
  }
  for (const item of itemsOf(view)) item.classList.toggle("is-lit", isLit(item.dataset.village));
}

/** Zooms until a cluster falls apart; where its villages stand at one place, it names them. */
function zoomInto(view, mark, byKeyboard) {
  const { map, index } = view;
  const { cluster_id: cluster, box } = mark.feature.properties;
  const leaves = cluster === undefined ? [] : index.getLeaves(cluster, Infinity);
  const bounds = box ? boundsOf(box) : globalThis.L.latLngBounds(leaves.map(placeOf));
  const apart = box ? 0 : index.getClusterExpansionZoom(cluster);
  if (apart > map.getMaxZoom()) {
    pop(view, mark, byKeyboard);
    return;
  }
  const zoom = Math.min(map.getMaxZoom(), Math.max(map.getBoundsZoom(bounds.pad(0.15)), apart, map.getZoom() + 0.5));
  map.once("moveend", () => {
    if (byKeyboard) (markWith(view, mark.villages[0])?.icon ?? map.getContainer()).focus({ preventScroll: true });
  });
  map.setView(apart > map.getBoundsZoom(bounds) ? placeOf(leaves[0]) : bounds.getCenter(), zoom, { animate: !byKeyboard && !still() });
}

/** Moves the map until this village has a mark of its own, or one with others at the same place. */
function reveal(view, id) {
  const { map, index, villages } = view;
  const village = villages.get(id);
  if (!village) return null;
  const [east, north] = village.geometry.coordinates;
  const around = [east - 1e-4, north - 1e-4, east + 1e-4, north + 1e-4];
  const isAlone = (zoom) => index.getClusters(around, zoom).some(({ properties }) => properties.id === id);
  let zoom = Math.floor(map.getZoom());
  while (zoom < map.getMaxZoom() && !isAlone(zoom)) zoom += 1;
  const stays = zoom === Math.floor(map.getZoom());
  if (!stays || !map.getBounds().pad(-0.1).contains(placeOf(village))) {
    map.setView(placeOf(village), stays ? map.getZoom() : zoom, { animate: false });
  }
  return markWith(view, id);
}

function markHere({ map, words }) {
  const L = globalThis.L;
  const icon = L.divIcon({ className: "village-mark village-mark--here", iconSize: [30, 30] });
  const marker = L.marker(words.at.split(",").map(Number), { icon, keyboard: false, interactive: false, zIndexOffset: 500 });
  marker.addTo(map).getElement().setAttribute("aria-label", words.hereTitle);
  marker.getElement().setAttribute("role", "img");
}

// --- What a mark tells when it is asked -----------------------------------------------------------

function pop(view, mark, byKeyboard) {
  const { map, words, villages } = view;
  const content = document.createElement("div");
  const told = mark.villages.map((id) => villages.get(id).properties);
  content.className = "village-pop";
  content.setAttribute("role", "dialog");
  content.setAttribute("aria-label", told.length === 1 ? told[0].title : clusterName(view, told.length));
  for (const { id, title, place, slug } of told) {
    const line = document.createElement("p");
    line.append(Object.assign(document.createElement("a"), { href: `${words.path}${slug}/`, textContent: title }));
    if (place) line.append(Object.assign(document.createElement("span"), { textContent: place }));
    if (numberOf(view, id)) {
      line.append(button(words.wordsInList, () => {
        map.closePopup();
        goToItem(view, id);
      }));
    }
    content.append(line);
  }
  const back = () => {
    map.closePopup();
    mark.icon.focus({ preventScroll: true });
  };
  const closing = button("", back);
  closing.className = "village-pop__close";
  closing.setAttribute("aria-label", words.wordsClosePopup);
  content.append(closing);
  content.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    back();
  });
  const popup = globalThis.L.popup({ closeButton: false, offset: [0, -8], maxWidth: 280, maxHeight: 260 });
  popup.setLatLng(mark.marker.getLatLng()).setContent(content).openOn(map);
  if (byKeyboard) content.querySelector("a").focus({ preventScroll: true });
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

// --- The list -------------------------------------------------------------------------------------

const itemsOf = ({ list }) => list?.querySelectorAll("[data-village]") ?? [];
const itemOf = ({ list }, id) => list?.querySelector(`[data-village="${id}"]`);
const numberOf = (view, id) => itemOf(view, id)?.dataset.number ?? "";

function goToItem(view, id) {
  const item = itemOf(view, id);
  if (!item) return false;
  if (document.fullscreenElement) document.exitFullscreen();
  item.tabIndex = -1;
  item.focus();
  return true;
}

function goBack(view) {
  const id = view.cameFrom;
  view.cameFrom = null;
  itemOf(view, id)?.querySelector("button")?.focus();
}

function tie(view) {
  const { list, map, ending: { signal } } = view;
  const idAt = ({ target }) => target.closest("[data-village]")?.dataset.village;
  const follow = (set, bring) => (event) => {
    const id = idAt(event);
    set.clear();
    if (id) set.add(id);
    light(view);
    const village = bring && view.villages.get(id);
    if (village && !map.getBounds().pad(-0.1).contains(placeOf(village))) map.panTo(placeOf(village), { animate: false });
  };
  const leave = (set) => () => {
    set.clear();
    light(view);
  };
  for (const [name, act] of [
    ["mouseover", follow(view.pointed, false)],
    ["mouseleave", leave(view.pointed)],
    ["focusin", follow(view.focused, true)],
    ["focusout", leave(view.focused)],
    ["keydown", (event) => event.key === "Escape" && idAt(event) && reveal(view, idAt(event))?.icon.focus({ preventScroll: true })],
  ]) {
    list.addEventListener(name, act, { signal });
  }
  dress(view);
}

/** The numbers of the list lead to their marks. */
function dress(view) {
  for (const item of itemsOf(view)) {
    const number = item.querySelector("[data-number-mark]");
    const { village } = item.dataset;
    if (!number || !view.villages.has(village)) continue;
    const made = button(number.textContent, () => {
      const mark = reveal(view, village);
      if (!mark) return;
      view.cameFrom = village;
      view.map.getContainer().scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
      mark.icon.focus({ preventScroll: true });
    });
    made.className = number.className;
    made.setAttribute("aria-label", view.words.wordsOnMap.replace("{name}", `${number.textContent}. ${item.querySelector("a").textContent.trim()}`));
    made.dataset.numberMark = "";
    number.replaceWith(made);
  }
}

function undress(view) {
  for (const made of view.list.querySelectorAll("button[data-number-mark]")) {
    const number = Object.assign(document.createElement("span"), { className: made.className, textContent: made.textContent });
    number.dataset.numberMark = "";
    made.replaceWith(number);
  }
  for (const item of itemsOf(view)) item.classList.remove("is-lit");
}

// --- Search this area -----------------------------------------------------------------------------

let soft = null; // how to show the page of an address without leaving the map that is open

addEventListener("popstate", () => (soft ? soft(location.href) : history.state?.area && location.reload()));

function addSearch(view) {
  const { map, words } = view;
  const search = button(words.wordsSearch, async (event) => {
    search.disabled = true;
    const address = new URL(location.href);
    address.searchParams.delete("page");
    address.searchParams.set("in", askable(map.getBounds()));
    try {
      const path = await relist(view, address);
      if (!path) return;
      if (!history.state?.area) history.replaceState({ area: true }, ""); // so that Back comes here
      history.pushState({ area: true }, "", path);
      search.hidden = true;
      if (event.detail === 0) document.getElementById(words.heading).focus();
      else map.getContainer().focus({ preventScroll: true });
    } catch (error) {
      console.info(error);
      location.assign(address); // the server may know why
    } finally {
      search.disabled = false;
    }
  });
  search.className = "button zoom-map__search";
  search.hidden = true;
  globalThis.L.DomEvent.disableClickPropagation(search);
  map.getContainer().querySelector("#zoom-map-help").after(search);
  map.on("moveend", () => (search.hidden = false));
  soft = async (address) => {
    try {
      await relist(view, address);
      map.fitBounds(askedArea(view) ?? extentOf(view), { animate: false, maxZoom: NEAREST });
      search.hidden = true;
    } catch {
      location.reload();
    }
  };
  view.ending.signal.addEventListener("abort", () => (soft = null));
}

/** Outwards to a kilometre, nearby to a hundred metres: addresses that are short, and often the same. */
function askable(bounds) {
  const [west, south, east, north] = boxOf(bounds);
  const places = east - west > 0.3 ? 2 : 3;
  const step = 10 ** places;
  const out = [Math.floor(west * step), Math.floor(south * step), Math.ceil(east * step), Math.ceil(north * step)];
  return out.map((steps) => +(steps / step).toFixed(places)).join(",");
}

/** Puts the parts of the page at `address` in the place of ours; returns its canonical path. */
async function relist(view, address) {
  const turn = (view.turn = (view.turn ?? 0) + 1);
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== view.turn) return null; // another page was wanted meanwhile
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = page.querySelector(`[data-part="${part.dataset.part}"]`);
    part.replaceChildren(...document.adoptNode(other).childNodes);
  }
  const links = page.querySelectorAll("header a[hreflang]");
  document.querySelectorAll("header a[hreflang]").forEach((link, at) => (link.href = links[at].href));
  document.title = page.title;
  dress(view);
  show(view);
  const canonical = new URL(page.querySelector("link[rel=canonical]").href);
  return canonical.pathname + canonical.search;
}
