// Day by day: who is said to hold what, and what is said to have happened up to then. One answer holds all changes; the
// day, the span and what was known then are kept in the address.
import { day, iso, remember, state, written } from "/static/address.js";

const room = document.getElementById("asof");
const part = (name) => document.getElementById(`asof-${name}`);
const still = matchMedia("(prefers-reduced-motion: reduce)");
const EMPTY = { type: "FeatureCollection", features: [] };
const MOST_STEPS_A_SECOND = 8;

async function fetched(known) {
  const asked = new URLSearchParams(location.search);
  for (const name of ["from", "to", "datetime", "limit", "offset", "page"]) asked.delete(name);
  if (known) asked.set("known", known);
  const answer = await fetch(`/api/replay.json?${asked}`);
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

// Of each place and status how many events lie in the span that ends on the day.
function happened(all, from, to) {
  const found = new Map();
  let whole = 0;
  for (const [place, status, ...told] of all.events) {
    let count = 0;
    for (let at = 0; at < told.length && told[at] <= to; at += 2) if (told[at] >= from) count += told[at + 1];
    if (!count) continue;
    whole += count;
    if (!found.has(place)) found.set(place, {});
    found.get(place)[all.statuses[status]] = count;
  }
  const features = [...found].map(([at, events]) => {
    const [place_id, place, lon, lat, radius_m] = all.places[at];
    return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { place, place_id, radius_m, events } };
  });
  return { type: "FeatureCollection", features, events: whole, withoutPlace: 0 };
}

// The last change of each place up to the day; `control` is in the order of its days.
function holding(all, to, colours, pixels) {
  const last = new Map();
  for (const row of all.control) {
    if (row[1] > to) break;
    last.set(row[0], row);
  }
  const features = [...last.values()].map(([at, on, side, how]) => {
    const [place_id, place, lon, lat, radius] = all.places[at];
    const properties = { place, place_id, day: on, side: all.sides[side]?.id ?? "none", held: all.held[how],
      flag: `held-${side}-${all.held[how]}`, colour: colours(side), pixels: pixels(radius, lat) };
    return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
  });
  return { ...EMPTY, features };
}

// A flag a side and status: the side by its first letter and colour, the status by its pattern.
export function flags(sides, held, colours, paper) {
  return [...sides.map((side, at) => [at, side.name]), [-1, "?"]].flatMap(([at, name]) => held.map((how) => [`held-${at}-${how}`, flag(name, how, colours(at), paper)]));
}

function flag(name, how, colour, paper) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 44 });
  const pen = canvas.getContext("2d");
  Object.assign(pen, { fillStyle: paper, strokeStyle: colour, lineWidth: 4 });
  pen.fillRect(2, 2, 56, 40);
  pen.fillStyle = colour;
  if (how === "conceded" || how === "confirmed") pen.fillRect(2, 2, 56, 40);
  if (how === "contested") { pen.beginPath(); pen.moveTo(2, 42); pen.lineTo(58, 42); pen.lineTo(58, 2); pen.fill(); }
  if (how === "claimed") pen.setLineDash([7, 5]);
  pen.strokeRect(4, 4, 52, 36);
  if (how === "confirmed") { pen.strokeStyle = paper; pen.lineWidth = 3; pen.strokeRect(9, 9, 42, 26); }
  Object.assign(pen, { font: "bold 24px system-ui, sans-serif", textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 6 });
  const solid = how === "conceded" || how === "confirmed";
  pen.setLineDash([]);
  pen.strokeStyle = solid ? colour : paper;
  pen.strokeText(name.slice(0, 1).toUpperCase(), 30, 23);
  pen.fillStyle = solid ? paper : colour;
  pen.fillText(name.slice(0, 1).toUpperCase(), 30, 23);
  return pen.getImageData(0, 0, 60, 44);
}

// `draw` is given the events and the holders of the day, or null when the slider is put away.
export function replayed({ colours, pixels, draw }) {
  if (!room) return;
  let all = null;
  let timer = null;
  const at = () => Number(part("day").value);

  function show() {
    const to = at();
    const span = Number(part("span").value);
    const first = day(all.first);
    const from = span ? to - span + 1 : -2;
    const said = written(first + to);
    part("day").setAttribute("aria-valuetext", said);
    const held = holding(all, to, colours, pixels);
    const events = happened(all, from, to);
    part("said").textContent = said;
    room.dataset.day = iso(first + to);
    room.dataset.held = held.features.length;
    room.dataset.events = events.events;
    remember({ asof: room.dataset.day, span: span || null, known: part("known").value || null });
    draw({ events, held, all, from: span ? iso(first + Math.max(0, from)) : null, to: room.dataset.day });
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    part("play").setAttribute("aria-pressed", "false");
    part("play").textContent = room.dataset.play;
  }

  // Those who want no motion get a step a second.
  function play() {
    if (timer) return pause();
    if (at() >= Number(part("day").max)) part("day").value = 0;
    const speed = Number(part("speed").value);
    const steps = still.matches ? 1 : Math.min(speed, MOST_STEPS_A_SECOND);
    timer = setInterval(() => {
      part("day").value = at() + Math.round(speed / steps);
      show();
      if (at() >= Number(part("day").max)) pause();
    }, 1000 / steps);
    part("play").setAttribute("aria-pressed", "true");
    part("play").textContent = room.dataset.pause;
  }

  async function open() {
    const asked = state().get("asof");
    part("note").textContent = "";
    try {
      all = await fetched(part("known").value);
    } catch (error) {
      part("note").textContent = error.message;
      part("known").value = "";
      if (!all) return;
    }
    if (!all.first) {
      part("note").textContent = room.dataset.empty;
      return;
    }
    const whole = day(all.last) - day(all.first);
    part("day").max = whole;
    part("day").value = asked ? Math.min(whole, Math.max(0, day(asked) - day(all.first))) : whole;
    part("open").hidden = true;
    part("controls").hidden = false;
    room.dataset.state = "open";
    show();
  }

  function close() {
    pause();
    all = null;
    part("open").hidden = false;
    part("controls").hidden = true;
    room.dataset.state = "closed";
    part("known").value = "";
    remember({ asof: null, span: null, known: null });
    draw(null);
    part("open").focus();
  }

  part("open").addEventListener("click", async () => { await open(); part("day").focus(); });
  part("close").addEventListener("click", close);
  part("play").addEventListener("click", play);
  part("day").addEventListener("input", show);
  part("span").addEventListener("change", show);
  part("speed").addEventListener("change", () => { if (timer) { pause(); play(); } });
  part("known").addEventListener("change", open);
  document.addEventListener("vedette:filtered", () => { if (all) open(); });
  room.hidden = false;
  const now = state();
  if (now.has("asof")) {
    part("span").value = now.get("span") ?? "";
    part("known").value = now.get("known") ?? "";
    open();
  }
}
