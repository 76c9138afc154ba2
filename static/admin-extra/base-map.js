// The project's own base map under a Leaflet map of the workplace: lakes, rivers, frontiers, towns.

/* global L */

export const REGION = [[55.3, 25.2], [57.0, 28.2]];
export const ATTRIBUTION = "© OpenStreetMap · GSHHG · GeoNames";
const STYLES = {
  country: { stroke: false, fillColor: "#f4ecdc", fillOpacity: 1 },
  lake: { color: "#5b8ba6", weight: 0.6, fillColor: "#bcd6e3", fillOpacity: 1 },
  river: { color: "#8fb5c9", weight: 1, fill: false },
  frontier: { color: "#8c2f2b", weight: 1.6, dashArray: "7 4", fill: false },
  "outer-frontier": { color: "#7b7167", weight: 1.2, dashArray: "3 4", fill: false },
};
const fetched = new Map(); // by address: the base map's promise, once for all maps of the page

function baseMap(address) {
  if (!fetched.has(address)) {
    fetched.set(
      address,
      fetch(address, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.json();
      }),
    );
  }
  return fetched.get(address);
}

export async function drawBase(map, address) {
  let features;
  try {
    ({ features } = await baseMap(address));
  } catch {
    return; // an empty map still takes clicks
  }
  map.createPane("base").style.zIndex = 250; // below all lines, whenever it arrives
  const drawn = features.filter((feature) => STYLES[feature.properties.kind]);
  L.geoJSON(drawn, {
    pane: "base",
    renderer: L.canvas({ padding: 0.3, pane: "base" }),
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
      const town = L.marker([latitude, longitude], { icon, interactive: false, keyboard: false, pane: "base" }).addTo(towns);
      const name = document.createElement("span");
      name.textContent = properties.name;
      town.getElement()?.append(name);
    }
  };
  map.on("moveend", label);
  label();
}
