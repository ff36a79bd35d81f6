// The map of events: an area of uncertainty for each place, and a mark for each status of the events there. Everything is
// local; what a mark stands for is asked for when it is opened.
import * as maplibregl from "/static/vendor/maplibre-gl.mjs";
import { remember, state } from "/static/address.js";
import { PALETTE, SEEN, STATUSES, layers } from "/static/map-style.js";
import { openAreas, openEvents } from "/static/map-card.js";
import { flags, replayed } from "/static/replay.js";

const WEIGHTS = ["unconfirmed", "one-sided", "denied", "observed", "corroborated", "contested", "conceded"];
const METRES_PER_PIXEL = 78271.517; // at zoom 0 on the equator, tiles of 512 pixels
const LISTED = 60;
const SHIPPED = ["land", "urban", "lakes", "rivers", "units", "units-osm", "countries"];
const MOST_APART = 150; // places whose marks stand apart; more are drawn together where they are close

const element = document.getElementById("map");
const card = document.getElementById("card");
const dark = matchMedia("(prefers-color-scheme: dark)");

// Without a box for it, a layer has nothing to show.
function wanted(layer) {
  return document.querySelector(`input[data-layer="${layer}"]`)?.checked ?? false;
}

// At first only what lies around the events; the whole world when somebody looks further.
let around = null;
function base(name) {
  return `/basemap/${name}.json${around ? `?bbox=${around}` : ""}`;
}

// Three times what the map shows when it fits these bounds: it is wider than high, and a degree of longitude is shorter
// than one of latitude.
function widened([west, south, east, north]) {
  const degree = Math.cos(((south + north) / 2) * Math.PI / 180);
  const shape = element.clientWidth / Math.max(1, element.clientHeight) / degree;
  const wide = Math.max(4, east - west, (north - south) * shape);
  const high = Math.max(4, north - south, (east - west) / shape);
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return [Math.max(-180, x - 1.5 * wide), Math.max(-85, y - 1.5 * high), Math.min(180, x + 1.5 * wide), Math.min(85, y + 1.5 * high)].map(Math.round);
}

function lookFurther(map) {
  const seen = map.getBounds();
  if (!around || (seen.getWest() >= around[0] && seen.getSouth() >= around[1] && seen.getEast() <= around[2] && seen.getNorth() <= around[3])) return;
  around = null;
  for (const name of SHIPPED) map.getSource(name).setData(base(name));
  map.getSource("borders").setData(base(element.dataset.borders));
}

function style() {
  const colour = PALETTE[dark.matches ? "dark" : "light"];
  const sources = Object.fromEntries(SHIPPED.map((name) => [name, { type: "geojson", data: base(name) }]));
  sources.borders = { type: "geojson", data: base(element.dataset.borders) };
  sources.towns = { type: "geojson", data: "/basemap/labels/towns.json", attribution: element.dataset.credit };
  sources.seen = { type: "geojson", data: none() };
  sources.areas = { type: "geojson", data: none() };
  sources.held = { type: "geojson", data: none() };
  sources.events = { type: "geojson", data: none(), clusterProperties: { sum: ["+", ["get", "count"]] } };
  return { version: 8, sources, layers: layers(colour, wanted) };
}

function none() {
  return { type: "FeatureCollection", features: [] };
}

// A radius in pixels at zoom 0.
function wide(radius, lat) {
  return radius / (METRES_PER_PIXEL * Math.cos((lat * Math.PI) / 180));
}

function tone(side) {
  return getComputedStyle(document.documentElement).getPropertyValue(side < 0 ? "--side-none" : `--side-${side % 8}`).trim();
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
    const pixels = wide(radius, geometry.coordinates[1]);
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

async function found(asked = location.search) {
  const answer = await fetch(`/api/places.geojson${asked}`);
  if (!answer.ok) throw new Error(`places: ${answer.status}`);
  return answer.json();
}

// The newest events at a place, of those the filters let through.
async function eventsAt(place, days) {
  const asked = new URLSearchParams(location.search);
  if (days?.from) asked.set("from", days.from);
  if (days?.to) asked.set("to", days.to);
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

// The part of the world in the address, else all that there is to see.
function where(places) {
  const [zoom, lat, lon] = (state().get("at") ?? "").split("/").map(Number);
  const given = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 13;
  return given ? { center: [lon, lat], zoom } : { bounds: view(places), fitBoundsOptions: { padding: 48, maxZoom: 9 } };
}

async function closer(map, point) {
  const [cluster] = map.queryRenderedFeatures(point, { layers: ["clusters"] });
  if (!cluster) return false;
  const zoom = await map.getSource("events").getClusterExpansionZoom(cluster.properties.cluster_id);
  map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.min(13, zoom + 0.2) });
  return true;
}

let clustered = false;
function show(map, places, named = true) {
  const { areas, marks } = arranged(places);
  const crowded = areas.features.length > MOST_APART;
  if (crowded !== clustered) map.getSource("events").setClusterOptions({ cluster: crowded, clusterRadius: 44, clusterMaxZoom: 8 });
  clustered = crowded;
  map.getSource("areas").setData(areas);
  map.getSource("events").setData(marks);
  if (named) {
    const names = [...new Set(areas.features.map((feature) => feature.properties.place))];
    const towns = layers(PALETTE.light, wanted).find((layer) => layer.id === "towns");
    map.setFilter("towns", names.length ? ["all", towns.filter, ["match", ["get", "name"], names, false, true]] : towns.filter);
  }
  element.dataset.events = places.events;
  element.dataset.withoutPlace = places.withoutPlace;
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

async function openPlaces(places, shown, days) {
  const counts = new Map(shown.features.map(({ properties }) => [properties.place_id, Object.values(properties.events).reduce((a, b) => a + b, 0)]));
  const found = (await Promise.all(places.map((place) => eventsAt(place, days)))).flat();
  openEvents(found, places.reduce((sum, place) => sum + (counts.get(place) ?? 0), 0));
}

async function start() {
  maplibregl.prewarm();
  const [events, areas, ...pictures] = await Promise.all([found(), sensed(), ...STATUSES.map(picture)]);
  const first = where(events);
  around = first.bounds ? widened(first.bounds) : null;
  const map = new maplibregl.Map({
    container: element, style: style(), ...first, fadeDuration: 0,
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
    clustered = false;
    show(map, days?.events ?? shown);
    if (days) hold(days);
  };
  const hold = ({ all, held }) => {
    const paper = PALETTE[dark.matches ? "dark" : "light"].halo;
    for (const [name, image] of flags(all.sides, all.held, tone, paper)) if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: 1 });
    map.getSource("held").setData(held);
  };
  let days = null; // the day of the slider
  let current = events;
  let seen = areas;
  for (const box of document.querySelectorAll("input[data-layer]")) {
    box.addEventListener("change", () => map.setLayoutProperty(`seen-${box.dataset.layer}`, "visibility", box.checked ? "visible" : "none"));
  }
  map.on("style.load", () => dress(current));
  map.on("idle", () => { element.dataset.state = "idle"; });
  map.on("moveend", (event) => {
    lookFurther(map);
    if (!event.originalEvent) return;
    const { lng, lat } = map.getCenter();
    remember({ at: [map.getZoom().toFixed(2), lat.toFixed(4), lng.toFixed(4)].join("/") });
  });
  map.on("click", async (event) => {
    const hits = near(map, event.point);
    if (!hits.length && await closer(map, event.point)) return;
    const under = hits.length ? [] : areasAt(map, event.point);
    if (hits.length) openPlaces(hits, days?.events ?? current, days); else if (under.length) openAreas(under); else card.hidden = true;
  });
  map.on("mousemove", (event) => {
    const hit = map.queryRenderedFeatures(event.point, { layers: ["events", "clusters"] }).length;
    map.getCanvas().style.cursor = hit ? "pointer" : "";
  });
  dark.addEventListener("change", () => map.setStyle(style(), { diff: false }));
  // Asked for and drawn as soon as a filter is set, beside the lists.
  let early = null;
  let latest = 0;
  const filtered = async (asked) => {
    const turn = latest += 1;
    const places = await found(asked);
    if (turn !== latest) return;
    current = places;
    card.hidden = true;
    element.dataset.state = "busy";
    if (!days) show(map, current);
    map.triggerRepaint();
  };
  document.addEventListener("htmx:configRequest", ({ detail: { parameters, path } }) => {
    const given = [...(parameters.entries?.() ?? Object.entries(parameters))].filter(([, value]) => value !== "");
    const asked = given.length ? `?${new URLSearchParams(given)}` : "";
    if (path === "/") early = { asked, drawn: filtered(asked).catch(() => { early = null; }) };
  });
  document.addEventListener("vedette:filtered", async () => {
    const drawn = early?.asked === location.search ? early.drawn : filtered(location.search);
    seen = await sensed();
    await drawn;
    element.dataset.state = "busy";
    map.getSource("seen").setData(seen);
    element.dataset.seen = seen.features.length;
    map.triggerRepaint();
  });
  replayed({ colours: tone, pixels: wide, draw: (asked) => {
    days = asked;
    element.dataset.state = "busy";
    if (!map.getSource("events")) return;
    if (days) hold(days); else map.getSource("held").setData(none());
    show(map, days?.events ?? current, false);
    map.triggerRepaint();
  } });
  element.dataset.seen = seen.features.length;
  element.vedetteMap = map;
}

start().catch((error) => {
  element.dataset.state = "failed";
  element.textContent = element.dataset.failed;
  console.error(error);
});
