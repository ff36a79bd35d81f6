// The map of events: an area of uncertainty for each place, and a mark for each status of the events there. Everything is
// local; what a mark stands for is asked for when it is opened.
import * as maplibregl from "/static/vendor/maplibre-gl.mjs";

const STATUSES = ["corroborated", "conceded", "observed", "one-sided", "contested", "denied", "unconfirmed"];
const WEIGHTS = ["unconfirmed", "one-sided", "denied", "observed", "corroborated", "contested", "conceded"];
const METRES_PER_PIXEL = 78271.517; // at zoom 0 on the equator, tiles of 512 pixels
const FONT = ["system-ui", "sans-serif"];
const SLOTS = fan(STATUSES.length); // marks drawn around one place
const LISTED = 60;

const SEEN = ["heat", "damage", "ground", "unseen"]; // layers of areas that sensors saw, each with a box to switch it
const SEEN_COLOUR = { heat: "#c2481f", damage: "#6b3fa0", ground: "#7a5a1e", unseen: "#7d8790" };

const element = document.getElementById("map");
const card = document.getElementById("card");
const dark = matchMedia("(prefers-color-scheme: dark)");

const PALETTE = {
  light: { sea: "#cfdde3", land: "#f5f1e8", urban: "#e7dfd0", water: "#cfdde3", river: "#b4cbd6", border: "#8d8578",
           town: "#5c564b", halo: "#fbf8f1", country: "#8d8578", area: "#1d3a4a", name: "#1b2a33" },
  dark: { sea: "#0f1a21", land: "#1e262b", urban: "#2a3238", water: "#0f1a21", river: "#274150", border: "#79818a",
          town: "#aeb6bb", halo: "#161d22", country: "#8b949b", area: "#c7d8e2", name: "#f2f4f5" },
};

// Places for marks that share a point: one in the middle, the others in a ring, in pixels of the picture.
function fan(count) {
  const ring = Array.from({ length: count - 1 }, (_, index) => {
    const angle = (index * 2 * Math.PI) / (count - 1) - Math.PI / 2;
    return [Math.round(43 * Math.cos(angle)), Math.round(43 * Math.sin(angle))];
  });
  return [[0, 0], ...ring];
}

function layers(colour) {
  const fill = (id, source, paint, more = {}) => ({ id, type: "fill", source, paint: { "fill-color": paint }, ...more });
  return [
    { id: "sea", type: "background", paint: { "background-color": colour.sea } },
    fill("land", "land", colour.land),
    fill("urban", "urban", colour.urban, { minzoom: 5 }),
    fill("lakes", "lakes", colour.water),
    { id: "rivers", type: "line", source: "rivers", minzoom: 4,
      paint: { "line-color": colour.river, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 9, 1.8] } },
    ...["units", "units-osm"].map((id) => ({ id, type: "line", source: id, minzoom: 4, layout: { "line-join": "round" },
      paint: { "line-color": colour.border, "line-dasharray": [2, 2], "line-opacity": 0.55,
               "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.4, 9, 1] } })),
    { id: "borders", type: "line", source: "borders", filter: ["!=", ["get", "rank"], 1], layout: { "line-join": "round" },
      paint: { "line-color": colour.border, "line-dasharray": [4, 2],
               "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.6] } },
    { id: "disputed", type: "line", source: "borders", filter: ["==", ["get", "rank"], 1],
      paint: { "line-color": colour.border, "line-dasharray": [1, 2.5],
               "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.6] } },
    ...SEEN.map((id) => ({ id: `seen-${id}`, type: "fill", source: "seen", filter: ["==", ["get", "layer"], id],
      layout: { visibility: wanted(id) ? "visible" : "none" },
      paint: { "fill-color": SEEN_COLOUR[id], "fill-outline-color": SEEN_COLOUR[id],
               "fill-opacity": id === "unseen" ? 0.12 : ["case", ["get", "sustained"], 0.5, 0.28] } })),
    { id: "areas", type: "circle", source: "areas",
      paint: { "circle-color": colour.area, "circle-opacity": ["step", ["get", "radius"], 0.1, 20000, 0.05, 60000, 0.025, 200000, 0], "circle-stroke-color": colour.area,
               "circle-stroke-width": 1, "circle-stroke-opacity": ["step", ["get", "radius"], 0.4, 20000, 0.25, 200000, 0.12], "circle-pitch-alignment": "map",
               "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ["get", "pixels"],
                                 20, ["*", 1048576, ["get", "pixels"]]] } },
    { id: "countries", type: "symbol", source: "countries", maxzoom: 8,
      filter: ["<=", ["get", "rank"], ["step", ["zoom"], 0, 2, 1, 3.5, 2, 4.5, 3, 5.5, 4]],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 13, "text-letter-spacing": 0.12,
                "text-transform": "uppercase", "text-max-width": 7 },
      paint: { "text-color": colour.country, "text-halo-color": colour.halo, "text-halo-width": 1.2 } },
    { id: "towns", type: "symbol", source: "towns",
      filter: [">=", ["get", "population"], ["step", ["zoom"], 3000000, 4, 1000000, 5, 400000, 6, 100000, 7, 40000, 8, 15000, 9, 0]],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "symbol-sort-key": ["get", "order"], "text-padding": 6,
                "text-size": ["step", ["get", "population"], 11, 100000, 12, 800000, 14] },
      paint: { "text-color": colour.town, "text-halo-color": colour.halo, "text-halo-width": 1.3 } },
    { id: "names", type: "symbol", source: "areas",
      layout: { "text-field": ["case", [">", ["get", "count"], ["get", "marks"]], ["concat", ["get", "place"], " (", ["get", "count"], ")"], ["get", "place"]],
                "text-font": FONT, "text-size": 12.5, "text-variable-anchor": ["top", "bottom", "left", "right"],
                "text-radial-offset": ["step", ["get", "marks"], 1.3, 2, 2.4], "text-justify": "auto",
                "symbol-sort-key": ["-", 0, ["get", "count"]], "text-padding": 2 },
      paint: { "text-color": colour.name, "text-halo-color": colour.halo, "text-halo-width": 1.6 } },
    { id: "events", type: "symbol", source: "events",
      layout: { "icon-image": ["get", "status"], "icon-allow-overlap": true, "icon-padding": 0,
                "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.24, 6, 0.32, 8, 0.46],
                "symbol-sort-key": ["get", "weight"],
                "icon-offset": ["match", ["get", "slot"], ...SLOTS.flatMap((at, slot) => [slot, ["literal", at]]),
                                ["literal", [0, 0]]] } },
  ];
}

// Without a box for it, a layer has nothing to show.
function wanted(layer) {
  return document.querySelector(`input[data-layer="${layer}"]`)?.checked ?? false;
}

function style() {
  const colour = PALETTE[dark.matches ? "dark" : "light"];
  const shipped = ["land", "urban", "lakes", "rivers", "units", "units-osm", "countries"];
  const sources = Object.fromEntries(shipped.map((name) => [name, { type: "geojson", data: `/basemap/${name}.json` }]));
  sources.borders = { type: "geojson", data: `/basemap/${element.dataset.borders}.json` };
  sources.towns = { type: "geojson", data: "/basemap/labels/towns.json", attribution: element.dataset.credit };
  sources.seen = { type: "geojson", data: none() };
  sources.areas = { type: "geojson", data: none() };
  sources.events = { type: "geojson", data: none() };
  return { version: 8, sources, layers: layers(colour) };
}

function none() {
  return { type: "FeatureCollection", features: [] };
}

// One area a place, however many events lie in it, and around it a mark for each of their statuses: those that more than
// one side stands behind before those of one side.
function arranged(places) {
  const areas = [];
  const marks = [];
  for (const { geometry, properties } of places.features) {
    const statuses = Object.keys(properties.events).toSorted((left, right) => WEIGHTS.indexOf(right) - WEIGHTS.indexOf(left));
    const count = Object.values(properties.events).reduce((sum, one) => sum + one, 0);
    const radius = properties.radius_m;
    const pixels = radius / (METRES_PER_PIXEL * Math.cos((geometry.coordinates[1] * Math.PI) / 180));
    const { place, place_id } = properties;
    areas.push({ type: "Feature", geometry, properties: { place, radius, pixels, count, marks: statuses.length } });
    statuses.forEach((status, slot) => marks.push({ type: "Feature", geometry,
      properties: { place, place_id, status, slot, count: properties.events[status], weight: WEIGHTS.indexOf(status) } }));
  }
  return { areas: { type: "FeatureCollection", features: areas }, marks: { type: "FeatureCollection", features: marks } };
}

function picture(status) {
  return new Promise((resolve, reject) => {
    const image = new Image(48, 48);
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 48;
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0, 48, 48);
      resolve(pen.getImageData(0, 0, 48, 48));
    };
    image.onerror = reject;
    image.src = `/static/status/${status}.svg`;
  });
}

async function found() {
  const answer = await fetch(`/api/places.geojson${location.search}`);
  if (!answer.ok) throw new Error(`places: ${answer.status}`);
  return answer.json();
}

// The newest events at a place, of those the filters let through.
async function eventsAt(place) {
  const asked = new URLSearchParams(location.search);
  asked.set("place", place);
  asked.set("limit", LISTED);
  const answer = await fetch(`/api/events.geojson?${asked}`);
  return answer.ok ? (await answer.json()).features : [];
}

async function sensed() {
  if (!document.querySelector("input[data-layer]")) return none();
  const kept = new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => ["from", "to", "bbox", "datetime"].includes(name)));
  const answer = await fetch(`/api/observations.geojson?${kept}`);
  return answer.ok ? answer.json() : none();
}

function extent(places) {
  const points = places.features.map((feature) => feature.geometry.coordinates);
  if (!points.length) return null;
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

// The watch's own box if the events lie in it, so that one far event does not shrink the rest.
function view(places) {
  const box = element.dataset.bbox ? element.dataset.bbox.split(",").map(Number) : null;
  const inside = box && { features: places.features.filter(({ geometry: { coordinates: [x, y] } }) =>
    x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]) };
  return (inside && extent(inside)) ?? box ?? extent(places) ?? [-20, 20, 60, 65];
}

function show(map, places) {
  const { areas, marks } = arranged(places);
  map.getSource("areas").setData(areas);
  map.getSource("events").setData(marks);
  const named = areas.features.map((feature) => feature.properties.place);
  const towns = layers(PALETTE.light).find((layer) => layer.id === "towns");
  map.setFilter("towns", ["all", towns.filter, ["!", ["in", ["get", "name"], ["literal", named]]]]);
  element.dataset.events = places.events;
  element.dataset.withoutPlace = places.withoutPlace;
}

// Built from text nodes only: a place's name is somebody's text.
function open(features, count) {
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×", className: "close" });
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => { card.hidden = true; });
  const list = document.createElement("ul");
  for (const { properties } of features) {
    const item = document.createElement("li");
    const mark = Object.assign(new Image(18, 18), { src: `/static/status/${properties.status}.svg`, alt: "" });
    const link = Object.assign(document.createElement("a"), { href: properties.href, textContent: `${properties.title} · ${properties.place}` });
    const how = Object.assign(document.createElement("p"), { textContent: `${properties.status}: ${properties.status_means}` });
    const more = Object.assign(document.createElement("p"), { className: "quiet",
      textContent: `${properties.when} · ${properties.accounts} account${properties.accounts === 1 ? "" : "s"}, ${properties.independent_sources} independent · grade ${properties.grade}` });
    item.append(mark, link, how, more);
    list.append(item);
  }
  card.replaceChildren(close, list);
  if (count > features.length) card.append(`The newest ${features.length} of ${count}; narrow the days to see others.`);
  card.hidden = false;
}

// An area that a sensor saw, where no event's mark lies over it.
function openArea(features) {
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×", className: "close" });
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => { card.hidden = true; });
  const list = document.createElement("ul");
  for (const { properties } of features.slice(0, LISTED)) {
    const item = document.createElement("li");
    const swatch = Object.assign(document.createElement("span"), { className: `swatch swatch-${properties.layer}` });
    const link = Object.assign(document.createElement("a"), { href: properties.href, textContent: properties.title });
    const note = Object.assign(document.createElement("p"), { textContent: properties.note });
    const more = Object.assign(document.createElement("p"), { className: "quiet",
      textContent: `${properties.when} · ${properties.count} observation${properties.count === 1 ? "" : "s"}` });
    item.append(swatch, link, note, more);
    list.append(item);
  }
  card.replaceChildren(close, list);
  card.hidden = false;
}

function areasAt(map, point) {
  const shown = SEEN.map((id) => `seen-${id}`).filter((id) => map.getLayer(id));
  const found = map.queryRenderedFeatures(point, { layers: shown });
  return [...new Map(found.map((feature) => [feature.properties.href, feature])).values()];
}

// The marks within reach, by place: what lies on one spot is opened together.
function near(map, point) {
  const reach = 4;
  const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
  return [...new Set(map.queryRenderedFeatures(box, { layers: ["events"] }).map((feature) => feature.properties.place_id))];
}

async function openPlaces(places, shown) {
  const counts = new Map(shown.features.map(({ properties }) => [properties.place_id, Object.values(properties.events).reduce((a, b) => a + b, 0)]));
  const found = (await Promise.all(places.map(eventsAt))).flat();
  open(found, places.reduce((sum, place) => sum + (counts.get(place) ?? 0), 0));
}

async function start() {
  const [events, areas, ...pictures] = await Promise.all([found(), sensed(), ...STATUSES.map(picture)]);
  const map = new maplibregl.Map({
    container: element, style: style(), bounds: view(events), fitBoundsOptions: { padding: 48, maxZoom: 9 },
    attributionControl: { compact: true }, dragRotate: false, pitchWithRotate: false, maxZoom: 13,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  if (element.clientWidth < 600) map.once("idle", () => element.querySelector(".maplibregl-compact-show .maplibregl-ctrl-attrib-button")?.click());
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 110 }), "bottom-left");
  const dress = (shown) => {
    STATUSES.forEach((status, index) => { if (!map.hasImage(status)) map.addImage(status, pictures[index]); });
    map.getSource("seen").setData(seen);
    show(map, shown);
  };
  let current = events;
  let seen = areas;
  for (const box of document.querySelectorAll("input[data-layer]")) {
    box.addEventListener("change", () => map.setLayoutProperty(`seen-${box.dataset.layer}`, "visibility", box.checked ? "visible" : "none"));
  }
  map.on("style.load", () => dress(current));
  map.on("idle", () => { element.dataset.state = "idle"; });
  map.on("click", (event) => {
    const hits = near(map, event.point);
    const under = hits.length ? [] : areasAt(map, event.point);
    if (hits.length) openPlaces(hits, current); else if (under.length) openArea(under); else card.hidden = true;
  });
  map.on("mousemove", (event) => { map.getCanvas().style.cursor = near(map, event.point).length ? "pointer" : ""; });
  dark.addEventListener("change", () => map.setStyle(style(), { diff: false }));
  document.addEventListener("vedette:filtered", async () => {
    element.dataset.state = "busy";
    [current, seen] = await Promise.all([found(), sensed()]);
    map.getSource("seen").setData(seen);
    element.dataset.seen = seen.features.length;
    card.hidden = true;
    show(map, current);
    map.triggerRepaint();
  });
  element.dataset.seen = seen.features.length;
  element.vedetteMap = map;
}

start().catch((error) => {
  element.dataset.state = "failed";
  element.textContent = "The map could not be drawn here; the same events are listed below.";
  console.error(error);
});
