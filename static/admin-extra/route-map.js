// A map on which the line of a route, or of one leg, is drawn and changed. It writes GeoJSON into
// the text fields, which are all there is without this script.

import { ATTRIBUTION, REGION, drawBase } from "./base-map.js";

/* global L */

const element = document.getElementById("route-map-data");
const data = element && JSON.parse(element.textContent);
const wholeField = document.querySelector("textarea#id_line");
const DIGITS = 5; // of degrees: about a metre
const MOST_HANDLES = 500; // each point becomes two elements to drag
const LINE = { color: "#8c2f2b", weight: 4, opacity: 0.9 };
const OTHER = { color: "#23566d", weight: 3, opacity: 0.7, interactive: false };
const STRAIGHT = { color: "#3a322c", weight: 1.5, opacity: 0.7, dashArray: "5 6", interactive: false };

// The library keeps its words in one tree; ours has the same names.
function take(words, tree) {
  for (const [name, word] of Object.entries(words)) {
    if (typeof word === "string") tree[name] = word;
    else take(word, (tree[name] ??= {}));
  }
}

// The points of a line as Leaflet wants them, [] for no line, null for what is none.
function points(text) {
  if (!text.trim()) return [];
  try {
    const line = JSON.parse(text);
    const found = line.coordinates.map(([longitude, latitude]) => [latitude, longitude]);
    return line.type === "LineString" && found.flat().every(Number.isFinite) ? found : null;
  } catch {
    return null;
  }
}

function geojson(layer) {
  const coordinates = layer
    .getLatLngs()
    .map(({ lat, lng }) => [Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))]);
  return JSON.stringify({ type: "LineString", coordinates });
}

// The text field of each saved stop's own line.
function legFields() {
  const fields = [];
  for (const stop of data.stops.slice(1)) {
    const id = document.querySelector(`input[name^=all_stops-][name$=-id][value="${stop.id}"]`);
    const field = id && document.getElementById(id.id.replace(/-id$/, "-leg_line"));
    if (field) fields.push({ stop, field });
  }
  return fields;
}

function start() {
  const { map: words, ...libraryWords } = data.words;
  take(libraryWords, L.drawLocal);
  // leaflet.draw asks by a name that Leaflet has given up, and is warned each time.
  L.Polyline._flat = L.LineUtil.isFlat;
  const legs = legFields();
  let field = wholeField;

  const holder = document.createElement("div");
  holder.className = "route-map";
  const note = document.createElement("p");
  note.className = "help";
  note.textContent = words.note;
  const which = document.createElement("div");
  which.className = "route-map__which";
  const label = document.createElement("label");
  label.htmlFor = "route-map-which";
  label.textContent = words.which;
  const choice = document.createElement("select");
  choice.id = label.htmlFor;
  choice.add(new Option(words.whole, "line"));
  for (const [index, { stop }] of legs.entries()) {
    choice.add(new Option(words.leg.replace("{stop}", `${stop.number} ${stop.name}`), index));
  }
  which.append(label, choice);
  const place = document.createElement("div");
  place.className = "route-map__map";
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", words.label);
  const said = document.createElement("p");
  said.className = "route-map__said";
  said.setAttribute("role", "status");
  holder.append(note, ...(legs.length ? [which] : []), place, said);
  wholeField.closest(".form-row").before(holder);

  const map = L.map(place, { minZoom: 6, maxZoom: 16, zoomControl: false });
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(ATTRIBUTION);
  const stops = data.stops.map(({ point }) => point);
  if (stops.length) map.fitBounds(stops, { padding: [40, 40], maxZoom: 12 });
  else map.fitBounds(REGION);
  drawBase(map, data.baseMap);

  const others = L.layerGroup().addTo(map);
  const drawn = L.featureGroup().addTo(map);
  for (const { number, name, point, isDetour } of data.stops) {
    const icon = L.divIcon({
      className: isDetour ? "route-map__stop is-detour" : "route-map__stop",
      iconSize: [24, 24],
      html: String(number),
    });
    L.marker(point, { icon, title: `${number} ${name}`, keyboard: false }).addTo(map);
  }

  let tools;
  function equip(count) {
    if (tools) map.removeControl(tools);
    const isLong = count > MOST_HANDLES;
    const none = { polygon: false, rectangle: false, circle: false, marker: false, circlemarker: false };
    const polyline = { shapeOptions: LINE, metric: true, feet: false, showLength: true };
    tools = new L.Control.Draw({
      draw: { ...none, polyline },
      edit: { featureGroup: drawn, edit: isLong ? false : {}, remove: true },
    });
    map.addControl(tools);
    said.textContent = isLong ? words.tooLong.replace("{count}", count) : "";
  }

  // What the chosen field holds is the line to change; all others are shown beside it.
  function show() {
    const line = points(field.value);
    if (line === null) {
      said.textContent = words.unreadable;
      return;
    }
    drawn.clearLayers();
    others.clearLayers();
    L.polyline(
      data.stops.filter(({ isDetour }) => !isDetour).map(({ point }) => point),
      STRAIGHT,
    ).addTo(others);
    for (const other of [wholeField, ...legs.map((leg) => leg.field)]) {
      if (other !== field) L.polyline(points(other.value) ?? [], OTHER).addTo(others);
    }
    if (line.length) L.polyline(line, LINE).addTo(drawn);
    equip(line.length);
  }

  function write(text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  map.on(L.Draw.Event.CREATED, ({ layer }) => write(geojson(layer)));
  map.on(L.Draw.Event.EDITED, ({ layers }) => layers.eachLayer((layer) => write(geojson(layer))));
  map.on(L.Draw.Event.DELETED, ({ layers }) => layers.getLayers().length && write(""));
  choice.addEventListener("change", () => {
    field = choice.value === "line" ? wholeField : legs[Number(choice.value)].field;
    show();
  });
  for (const each of [wholeField, ...legs.map((leg) => leg.field)]) each.addEventListener("input", show);
  show();
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(place);
}

if (data && wholeField && typeof L === "object") start();
