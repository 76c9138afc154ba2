// A map beside the coordinates of each place: click to set it, type to move the marker. The base
// map is the project's own; without this script the two fields of coordinates are all there is.

import { ATTRIBUTION, REGION, drawBase } from "./base-map.js";

/* global L */

const data = document.getElementById("place-map-data")?.dataset;

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
  map.attributionControl.addAttribution(ATTRIBUTION);
  map.fitBounds(REGION);
  drawBase(map, data.baseMap);

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
