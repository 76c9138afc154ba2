// A map beside the coordinates of each place: click to set it, type to move the marker. The base
// map is the project's own; without this script the two fields of coordinates are all there is.

/* global L */

const data = document.getElementById("place-map-data")?.dataset;
const REGION = [[55.3, 25.2], [57.0, 28.2]];
const STYLES = {
  country: { stroke: false, fillColor: "#f4ecdc", fillOpacity: 1 },
  lake: { color: "#5b8ba6", weight: 0.6, fillColor: "#bcd6e3", fillOpacity: 1 },
  river: { color: "#8fb5c9", weight: 1, fill: false },
  frontier: { color: "#8c2f2b", weight: 1.6, dashArray: "7 4", fill: false },
  "outer-frontier": { color: "#7b7167", weight: 1.2, dashArray: "3 4", fill: false },
};
const maps = new Set();
let base; // the base map's promise: fetched once for all maps of the page

function baseMap() {
  base ??= fetch(data.baseMap, { credentials: "same-origin" }).then((answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  });
  return base;
}

async function drawBase(map) {
  let features;
  try {
    ({ features } = await baseMap());
  } catch {
    return; // an empty map still takes clicks
  }
  const drawn = features.filter((feature) => STYLES[feature.properties.kind]);
  L.geoJSON(drawn, {
    renderer: L.canvas({ padding: 0.3 }),
    interactive: false,
    style: (feature) => STYLES[feature.properties.kind],
  }).addTo(map);
  const towns = L.layerGroup().addTo(map);
  const named = features.filter((feature) => feature.properties.kind === "town");
  const label = () => {
    towns.clearLayers();
    const least = { 6: 60000, 7: 20000, 8: 8000, 9: 3000 }[map.getZoom()] ?? (map.getZoom() < 6 ? 200000 : 0);
    for (const { geometry, properties } of named) {
      const [longitude, latitude] = geometry.coordinates;
      if (properties.population < least || !map.getBounds().pad(0.1).contains([latitude, longitude])) continue;
      const icon = L.divIcon({ className: "place-map__town", html: "", iconSize: [7, 7] });
      const town = L.marker([latitude, longitude], { icon, interactive: false, keyboard: false }).addTo(towns);
      const name = document.createElement("span");
      name.textContent = properties.name;
      town.getElement()?.append(name);
    }
  };
  map.on("moveend", label);
  label();
}

function build(row) {
  const latitude = row.querySelector("[data-coordinate=latitude]");
  const longitude = row.querySelector("[data-coordinate=longitude]");
  if (!latitude || !longitude || row.querySelector(".place-map")) return;
  const holder = document.createElement("div");
  holder.className = "place-map";
  const element = document.createElement("div");
  element.className = "place-map__map";
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", data.mapLabel);
  const centre = document.createElement("button");
  centre.type = "button";
  centre.className = "button place-map__centre";
  centre.textContent = data.centreLabel;
  const note = document.createElement("p");
  note.className = "help place-map__note";
  note.textContent = data.mapLabel;
  holder.append(note, element, centre);
  row.querySelector("fieldset").append(holder);

  const map = L.map(element, { minZoom: 6, maxZoom: 14, zoomSnap: 1, attributionControl: true });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(data.attribution);
  map.fitBounds(REGION);
  maps.add(map);
  drawBase(map);

  const radius = row.querySelector("input[name$=-radius_m]");
  const circle = L.circle([0, 0], { color: "#8c2f2b", weight: 1, fillOpacity: 0.12, interactive: false });
  const icon = L.divIcon({ className: "place-map__pin", iconSize: [22, 22], iconAnchor: [11, 11] });
  const marker = L.marker([0, 0], { icon, draggable: true, keyboard: true, title: data.markerLabel, alt: data.markerLabel });

  function typed() {
    const point = [Number.parseFloat(latitude.value), Number.parseFloat(longitude.value)];
    return point.every(Number.isFinite) && Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180 ? point : null;
  }

  function place({ follow }) {
    const point = typed();
    if (!point) {
      marker.remove();
      circle.remove();
      return;
    }
    marker.setLatLng(point).addTo(map);
    marker.getElement()?.setAttribute("aria-label", data.markerLabel);
    const metres = Number.parseInt(radius?.value, 10);
    if (metres > 0) circle.setLatLng(point).setRadius(metres).addTo(map);
    else circle.remove();
    if (follow) map.setView(point, Math.max(map.getZoom(), 10), { animate: false });
  }

  function set({ lat, lng }) {
    latitude.value = lat.toFixed(5);
    longitude.value = lng.toFixed(5);
    latitude.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const locked = latitude.readOnly || latitude.disabled;
  if (!locked) {
    map.on("click", (event) => set(event.latlng));
    marker.on("dragend", () => set(marker.getLatLng()));
    centre.addEventListener("click", () => set(map.getCenter()));
    element.addEventListener(
      "keydown",
      (event) => {
        const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
        if (!step || event.target !== marker.getElement()) return;
        event.preventDefault();
        event.stopPropagation();
        const at = map.latLngToContainerPoint(marker.getLatLng());
        set(map.containerPointToLatLng(at.add(step.map((part) => part * (event.shiftKey ? 20 : 4)))));
      },
      { capture: true },
    );
  }
  for (const field of [latitude, longitude]) {
    field.addEventListener("input", () => place({ follow: false }));
    field.addEventListener("change", () => place({ follow: true }));
  }
  radius?.addEventListener("input", () => place({ follow: false }));
  place({ follow: true });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
}

if (data && typeof L === "object") {
  const group = document.getElementById("places-group");
  for (const row of group?.querySelectorAll(".inline-related:not(.empty-form)") ?? []) build(row);
  group?.addEventListener("formset:added", (event) => build(event.target));
}
