// The zoomable map of a route, in the place of the drawn one: fetched when it is asked for.
//
// The list of stops and the markers are linked: who points at one, or comes to it by keyboard, sees
// the other lit.

import { json, makeMap, zoomable } from "./map-base.js";

export const { toggle } = zoomable((words) => json(words.content), draw);

function draw(element, route, words) {
  const L = globalThis.L;
  const map = makeMap(element, words);
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
  return { map, stop: link.end };
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
