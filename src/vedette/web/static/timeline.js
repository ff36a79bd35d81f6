// Events and statements per day. Dragging over days, or a click on one, sets the filters “from” and “to”.
/* global Plot, d3 */
const element = document.getElementById("timeline");
const form = document.querySelector("form.filters");
const STATUSES = ["corroborated", "conceded", "observed", "one-sided", "contested", "denied", "unconfirmed"];
const DAY = d3.utcDay;
let wide = false;
const MARGIN = { left: 44, right: 12 };

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "gray";
}

async function found() {
  const asked = new URLSearchParams(location.search);
  for (const name of ["from", "to", "datetime"]) asked.delete(name);
  const answer = await fetch(`/api/timeline.json?${asked}`);
  if (!answer.ok) throw new Error(`timeline: ${answer.status}`);
  return answer.json();
}

function rows(days, what, order) {
  return days.flatMap((day) => order.filter((key) => day[what][key]).map((key) => (
    { day: new Date(`${day.day}T00:00:00Z`), key, count: day[what][key] })));
}

function chart({ data, order, colours, names, label, height, range, axis }) {
  return described(Plot.plot({
    className: "chart", width: Math.max(280, element.clientWidth), height, marginLeft: MARGIN.left, marginRight: MARGIN.right,
    marginTop: 18, marginBottom: axis ? 26 : 8, ariaLabel: label,
    x: { type: "utc", domain: range, axis: axis ? "bottom" : null, label: null, ...ticks(range) },
    y: { label, labelAnchor: "top", labelArrow: "none", ticks: 3, grid: true, tickFormat: "~s", nice: true },
    color: { type: "ordinal", domain: order, range: colours },
    marks: [
      Plot.rectY(data, Plot.stackY({ x: "day", interval: "day", y: "count", fill: "key", order, insetLeft: 1, insetRight: 1,
        title: (row) => `${d3.utcFormat("%-d %B %Y")(row.day)}\n${names.get(row.key)}: ${row.count}` })),
      Plot.ruleY([0]),
    ],
  }));
}

// The chart has one name; its parts have none of their own.
function described(drawn) {
  for (const part of drawn.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  drawn.setAttribute("role", "img");
  return drawn;
}

// Days, while each has room for its name; then whatever calendar step fits.
function ticks(range) {
  const room = Math.max(2, Math.floor(element.clientWidth / 70));
  const days = DAY.count(...range);
  return days <= 2 * room ? { ticks: DAY.every(Math.ceil(days / room)), tickFormat: "%-d %b" } : { ticks: room };
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
  if (!from.value && !to.value) return null;
  return [from.value, to.value];
}

function choose(first, last) {
  const written = d3.utcFormat("%Y-%m-%d");
  form.elements.from.value = first ? written(first) : "";
  form.elements.to.value = last ? written(last) : "";
  form.requestSubmit();
}

function brushed(svg, height, range) {
  const width = svg.viewBox.baseVal.width;
  const scale = d3.scaleUtc(range, [MARGIN.left, width - MARGIN.right]);
  const brush = d3.brushX().extent([[MARGIN.left, 14], [width - MARGIN.right, height]]);
  const layer = d3.select(svg).append("g").attr("class", "brush").call(brush);
  const now = chosen();
  if (now) {
    const first = now[0] ? new Date(now[0]) : range[0];
    const last = now[1] ? DAY.offset(new Date(now[1]), 1) : range[1];
    const inside = [first, last].map((day) => Math.min(Math.max(scale(day), MARGIN.left), width - MARGIN.right));
    if (inside[1] > inside[0]) layer.call(brush.move, inside);
  }
  brush.on("end", (event) => {
    if (!event.sourceEvent) return;
    if (event.selection) {
      const [first, last] = event.selection.map(scale.invert);
      choose(DAY.floor(first), DAY.offset(DAY.ceil(last), -1));
    } else {
      const [x] = d3.pointer(event.sourceEvent, svg);
      const day = DAY.floor(scale.invert(x));
      choose(day, day);
    }
  });
}

function weight(day) {
  return d3.sum(Object.values(day.statements)) + d3.sum(Object.values(day.events));
}

// A few far days must not press all others together: the outermost 3 % on each side are left out where that halves the
// line. Chosen days are always drawn.
function drawnDays(days) {
  if (wide || days.length < 3) return days;
  const total = d3.sum(days, weight);
  let first = 0;
  let last = days.length - 1;
  for (let sum = weight(days[0]); sum < total * 0.03; sum += weight(days[first])) first += 1;
  for (let sum = weight(days[last]); sum < total * 0.03; sum += weight(days[last])) last -= 1;
  const [from, to] = chosen() ?? ["", ""];
  const kept = days.filter((day, index) => (index >= first && index <= last) || (from && day.day >= from && (!to || day.day <= to)));
  const length = (some) => DAY.count(new Date(some[0].day), new Date(some[some.length - 1].day)) + 1;
  return kept.length && length(kept) * 2 < length(days) ? kept : days;
}

function draw({ sides, days: all }) {
  element.replaceChildren();
  if (!all.length) {
    element.textContent = "Nothing with a date fits these filters.";
    return;
  }
  const days = drawnDays(all);
  const stamps = days.map((day) => new Date(`${day.day}T00:00:00Z`));
  const range = [stamps[0], DAY.offset(stamps[stamps.length - 1], 1)];
  const statusColours = STATUSES.map((status) => colour(`status-${status}`));
  const sideColours = sides.map((side, index) => colour(side.id === "none" ? "side-none" : `side-${index % 8}`));
  const seen = (what, key) => days.some((day) => day[what][key]);
  const figures = [
    { data: rows(days, "events", STATUSES), order: STATUSES, colours: statusColours, names: new Map(STATUSES.map((one) => [one, one])),
      label: "Events a day", height: 110, range, axis: false },
    { data: rows(days, "statements", sides.map((side) => side.id)), order: sides.map((side) => side.id), colours: sideColours,
      names: new Map(sides.map((side) => [side.id, side.name])), label: "Statements a day", height: 140, range, axis: true },
  ];
  for (const figure of figures) {
    const drawn = chart(figure);
    const svg = drawn.matches("svg") ? drawn : drawn.querySelector("svg");
    brushed(svg, figure.height - (figure.axis ? 26 : 8), range);
    element.append(drawn);
  }
  element.append(
    legend("Statuses", STATUSES.map((one, index) => [one, statusColours[index]]).filter(([one]) => seen("events", one))),
    legend("Sides", sides.map((side, index) => [side.name, sideColours[index], side.id]).filter(([, , id]) => seen("statements", id))),
  );
  if (chosen()) {
    const all = Object.assign(document.createElement("button"), { type: "button", className: "all-days", textContent: "Show all days" });
    all.addEventListener("click", () => choose(null, null));
    element.append(all);
  }
  if (days.length < all.length) {
    const note = Object.assign(document.createElement("p"), { className: "quiet hint" });
    const more = Object.assign(document.createElement("button"), { type: "button", className: "plain-button", textContent: "draw them too" });
    more.addEventListener("click", () => { wide = true; draw(latest); });
    note.append(`${all.length - days.length} far days with little on them are not drawn; `, more, ".");
    element.append(note);
  }
  element.dataset.state = "drawn";
}

let latest = null;
async function refresh() {
  latest = await found();
  draw(latest);
}

document.addEventListener("vedette:filtered", refresh);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => latest && draw(latest));
let width = element.clientWidth;
new ResizeObserver(() => {
  if (latest && element.clientWidth !== width) {
    width = element.clientWidth;
    draw(latest);
  }
}).observe(element);
refresh();
