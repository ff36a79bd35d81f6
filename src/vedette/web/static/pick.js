// A map to point at: a press puts latitude and longitude into the form and draws how far the place may be off.
// Everything is local. Without it the two fields are typed.
import * as maplibregl from "/static/vendor/maplibre-gl.mjs";

const element = document.getElementById("pick");
const lat = document.getElementById("lat");
const lon = document.getElementById("lon");
const radius = document.getElementById("radius");
const dark = matchMedia("(prefers-color-scheme: dark)");
const FONT = ["system-ui", "sans-serif"];
const METRES_PER_DEGREE = 111320;
const CORNERS = 48;

const PALETTE = {
  light: { sea: "#cfdde3", land: "#f5f1e8", water: "#b4cbd6", border: "#8d8578", town: "#5c564b", halo: "#fbf8f1", spot: "#a3341a" },
  dark: { sea: "#0f1a21", land: "#1e262b", water: "#274150", border: "#79818a", town: "#aeb6bb", halo: "#161d22", spot: "#ff9a76" },
};

function style() {
  const colour = PALETTE[dark.matches ? "dark" : "light"];
  const shipped = ["land", "lakes", "rivers", "units"];
  const sources = Object.fromEntries(shipped.map((name) => [name, { type: "geojson", data: `/basemap/${name}.json` }]));
  sources.borders = { type: "geojson", data: `/basemap/${element.dataset.borders}.json` };
  sources.towns = { type: "geojson", data: "/basemap/labels/towns.json", attribution: element.dataset.credit };
  sources.spot = { type: "geojson", data: none() };
  const line = (id, width, more = {}) => ({ id, type: "line", source: id, paint: { "line-color": colour.border, "line-width": width, ...more } });
  return { version: 8, sources, layers: [
    { id: "sea", type: "background", paint: { "background-color": colour.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colour.land } },
    { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": colour.water } },
    { ...line("rivers", 1, { "line-color": colour.water }), minzoom: 4 },
    { ...line("units", 0.6, { "line-dasharray": [2, 2], "line-opacity": 0.55 }), minzoom: 4 },
    line("borders", 1.2, { "line-dasharray": [4, 2] }),
    { id: "towns", type: "symbol", source: "towns",
      filter: [">=", ["get", "population"], ["step", ["zoom"], 3000000, 4, 1000000, 5, 400000, 6, 100000, 7, 40000, 8, 15000, 9, 0]],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "symbol-sort-key": ["get", "order"] },
      paint: { "text-color": colour.town, "text-halo-color": colour.halo, "text-halo-width": 1.3 } },
    { id: "spot", type: "fill", source: "spot", paint: { "fill-color": colour.spot, "fill-opacity": 0.25, "fill-outline-color": colour.spot } },
  ] };
}

function none() {
  return { type: "FeatureCollection", features: [] };
}

// A circle on the ground, near enough for a radius of some kilometres.
function around(x, y, metres) {
  const high = metres / METRES_PER_DEGREE;
  const wide = high / Math.max(0.05, Math.cos((y * Math.PI) / 180));
  const ring = Array.from({ length: CORNERS + 1 }, (_, at) => {
    const angle = (at * 2 * Math.PI) / CORNERS;
    return [x + wide * Math.cos(angle), y + high * Math.sin(angle)];
  });
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

function given() {
  const [x, y] = [lon.value, lat.value].map((text) => (text.trim() === "" ? NaN : Number(text)));
  return Number.isFinite(x) && Number.isFinite(y) && Math.abs(x) <= 180 && Math.abs(y) <= 90 ? [x, y] : null;
}

function draw(map, marker) {
  const point = given();
  const metres = Math.min(Math.max(Number(radius.value) || 0, 1), 500000);
  map.getSource("spot")?.setData(point ? around(...point, metres) : none());
  if (point) marker.setLngLat(point).addTo(map);
  else marker.remove();
}

function start() {
  const box = element.dataset.bbox ? element.dataset.bbox.split(",").map(Number) : [-20, 20, 60, 65];
  const known = element.dataset.lat ? { center: [Number(element.dataset.lon), Number(element.dataset.lat)], zoom: 8 } : { bounds: box };
  const map = new maplibregl.Map({ container: element, style: style(), attributionControl: { compact: true }, maxZoom: 15, dragRotate: false, ...known });
  const marker = new maplibregl.Marker({ color: PALETTE[dark.matches ? "dark" : "light"].spot, draggable: true });
  const put = ({ lng, lat: y }) => {
    const x = ((((lng + 180) % 360) + 360) % 360) - 180;
    lon.value = x.toFixed(5);
    lat.value = y.toFixed(5);
    draw(map, marker);
  };
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.on("click", (event) => put(event.lngLat));
  marker.on("dragend", () => put(marker.getLngLat()));
  for (const field of [lat, lon, radius]) field.addEventListener("input", () => draw(map, marker));
  for (const choice of document.querySelectorAll("[data-lat][data-lon][name=choice]")) {
    choice.addEventListener("focus", () => map.easeTo({ center: [Number(choice.dataset.lon), Number(choice.dataset.lat)] }));
  }
  map.on("load", () => { draw(map, marker); element.dataset.ready = "yes"; });
}

if (element) start();
