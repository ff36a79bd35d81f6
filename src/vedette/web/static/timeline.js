// Events and statements per day. Dragging over days, or a click on one, sets the filters “from” and “to”.
import { day, iso, remember, state, written } from "/static/address.js";
import { axis, bars, frame, node, ruler, stacked } from "/static/chart.js";

const element = document.getElementById("timeline");
const form = document.querySelector("form.filters");
const by = document.getElementById("lanes");
const readout = document.getElementById("readout");
const hint = readout?.textContent ?? "";
const STATUSES = ["corroborated", "conceded", "observed", "one-sided", "contested", "denied", "unconfirmed"];
const ROW = 34;
let wide = false;
let latest = null;
let answered = "";

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "gray";
}

async function found() {
  const asked = new URLSearchParams(location.search);
  for (const name of ["from", "to", "datetime"]) asked.delete(name);
  if (by && by.value !== "status") asked.set("lanes", by.value);
  if (latest && answered === asked.toString()) return latest;
  const answer = await fetch(`/api/timeline.json?${asked}`);
  if (!answer.ok) throw new Error(`timeline: ${answer.status}`);
  answered = asked.toString();
  return answer.json();
}

function legend(name, entries) {
  const list = document.createElement("ul");
  list.className = "key";
  list.setAttribute("aria-label", name);
  for (const [text, swatch] of entries) {
    const item = document.createElement("li");
    const box = document.createElement("span");
    box.className = "swatch";
    box.style.background = swatch;
    item.append(box, text);
    list.append(item);
  }
  return list;
}

function chosen() {
  const { from, to } = form.elements;
  return from.value || to.value ? [from.value, to.value] : null;
}

function choose(first, last) {
  form.elements.from.value = first === null ? "" : iso(first);
  form.elements.to.value = last === null ? "" : iso(last);
  form.requestSubmit();
}

const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);
const weight = (one) => sum(one.statements) + sum(one.events);

// A few far days must not press all others together: the outermost 3 % on each side are left out where that halves the
// line. Chosen days are always drawn.
function drawnDays(days) {
  if (wide || days.length < 3) return days;
  const total = days.reduce((all, one) => all + weight(one), 0);
  let first = 0;
  let last = days.length - 1;
  for (let some = weight(days[0]); some < total * 0.03; some += weight(days[first])) first += 1;
  for (let some = weight(days[last]); some < total * 0.03; some += weight(days[last])) last -= 1;
  const [from, to] = chosen() ?? ["", ""];
  const kept = days.filter((one, index) => (index >= first && index <= last) || (from && one.day >= from && (!to || one.day <= to)));
  const length = (some) => day(some[some.length - 1].day) - day(some[0].day) + 1;
  return kept.length && length(kept) * 2 < length(days) ? kept : days;
}

// The days chosen are shaded; dragging chooses others, a click one.
function brushed(svg, scale, height) {
  const now = chosen();
  const shade = node("rect", { class: "selection", y: 14, height: height - 14, width: 0 });
  const mark = (from, to) => {
    const [left, right] = [from, to + 1].map((at) => Math.min(Math.max(scale.x(at), scale.left), scale.right));
    shade.setAttribute("x", left);
    shade.setAttribute("width", Math.max(0, right - left));
  };
  if (now) mark(now[0] ? day(now[0]) : scale.first, now[1] ? day(now[1]) : scale.last);
  svg.append(shade);
  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.min(scale.last, Math.max(scale.first, Math.floor(scale.day(((event.clientX - box.x) * scale.width) / box.width))));
  };
  let from = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    from = at(event);
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    const here = at(event);
    if (from !== null) mark(Math.min(from, here), Math.max(from, here));
    tell(here);
  });
  svg.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const here = at(event);
    const ends = [Math.min(from, here), Math.max(from, here)];
    from = null;
    choose(...ends);
  });
  svg.addEventListener("pointercancel", () => { from = null; });
  svg.addEventListener("pointerleave", () => { if (from === null && readout) readout.textContent = hint; });
}

function tell(number) {
  const one = latest.days.find((some) => some.day === iso(number));
  const counts = (some) => Object.entries(some).map(([key, count]) => `${names().get(key) ?? key} ${count}`).join(", ");
  if (readout) readout.textContent = one ? `${written(number)}: ${sum(one.events)} — ${counts(one.events)}; ${sum(one.statements)} — ${counts(one.statements)}` : written(number);
}

const names = () => new Map(latest.sides.map((side) => [side.id, side.name]));

// Small multiples on one scale, so that lanes can be compared.
function lanes(scale, rows, sides) {
  const top = Math.max(1, ...rows.flatMap((row) => row.days.map(([, count]) => count)));
  const height = 16 + rows.length * ROW;
  const svg = frame(scale.width, height, `${by.selectedOptions[0].textContent}: ${rows.map((row) => row.name).join(", ")}`);
  rows.forEach((row, index) => {
    const base = 16 + (index + 1) * ROW - 6;
    const days = row.days.map(([on, count]) => [day(on), count]).filter(([on]) => on >= scale.first && on <= scale.last);
    const side = sides.findIndex((one) => one.id === row.id);
    const paint = by.value === "side" ? colour(row.id === "none" ? "side-none" : `side-${side % 8}`) : colour("accent");
    svg.append(node("line", { x1: scale.left, x2: scale.right, y1: base, y2: base, class: "ruled" }));
    svg.append(node("path", { d: bars(scale, days, base, (ROW - 10) / top), fill: paint }));
    svg.append(node("text", { x: scale.left + 2, y: base - ROW + 16, class: "lane" }, `${row.name} · ${row.days.reduce((all, [, count]) => all + count, 0)}`));
  });
  return [svg, height];
}

function draw(answer) {
  element.replaceChildren();
  const all = answer.days;
  if (!all.length) {
    element.textContent = element.dataset.empty;
    element.dataset.state = "drawn";
    return;
  }
  const days = drawnDays(all);
  const scale = ruler(day(days[0].day), day(days[days.length - 1].day), Math.max(280, element.clientWidth));
  const told = (what) => days.map((one) => [day(one.day), one[what]]);
  const statusColours = STATUSES.map((one) => colour(`status-${one}`));
  const sideColours = answer.sides.map((side, index) => colour(side.id === "none" ? "side-none" : `side-${index % 8}`));
  const seen = (what, key) => days.some((one) => one[what][key]);
  const charts = [
    by && by.value !== "status" ? lanes(scale, answer.lanes, answer.sides)
      : [stacked(scale, told("events"), STATUSES, statusColours, 110, element.dataset.events), 102],
    [axis(stacked(scale, told("statements"), answer.sides.map((side) => side.id), sideColours, 140, element.dataset.statements, 26), scale, 140), 114],
  ];
  for (const [svg, height] of charts) {
    brushed(svg, scale, height);
    element.append(svg);
  }
  const statuses = by && by.value !== "status" ? [] : STATUSES.map((one, index) => [one, statusColours[index]]).filter(([one]) => seen("events", one));
  if (statuses.length) element.append(legend(element.dataset.statuses, statuses));
  element.append(legend(element.dataset.sides, answer.sides.map((side, index) => [side.name, sideColours[index], side.id]).filter(([, , id]) => seen("statements", id))));
  if (chosen()) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "all-days", textContent: element.dataset.all });
    button.addEventListener("click", () => choose(null, null));
    element.append(button);
  }
  if (days.length < all.length) {
    const note = Object.assign(document.createElement("p"), { className: "quiet hint" });
    const more = Object.assign(document.createElement("button"), { type: "button", className: "plain-button", textContent: element.dataset.wide });
    more.addEventListener("click", () => { wide = true; draw(latest); });
    note.append(`${element.dataset.far.replace("{count}", all.length - days.length)} `, more);
    element.append(note);
  }
  element.dataset.state = "drawn";
  element.dataset.lanes = by?.value ?? "status";
}

async function refresh() {
  latest = await found();
  draw(latest);
}

if (by) {
  by.closest("p").hidden = false;
  const asked = state().get("lanes");
  if ([...by.options].some((option) => option.value === asked)) by.value = asked;
  by.addEventListener("change", () => {
    remember({ lanes: by.value === "status" ? null : by.value });
    refresh();
  });
}
document.addEventListener("vedette:filtered", refresh);
document.addEventListener("vedette:news", () => { latest = null; refresh(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => latest && draw(latest));
let width = element.clientWidth;
new ResizeObserver(() => {
  if (latest && element.clientWidth !== width) {
    width = element.clientWidth;
    draw(latest);
  }
}).observe(element);
refresh();
