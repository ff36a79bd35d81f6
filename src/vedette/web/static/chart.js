// Bars by day, drawn as one path a colour: thousands of days cost a few elements. Days are numbers since 1970.
import { written } from "/static/address.js";

const SVG = "http://www.w3.org/2000/svg";
const LEFT = 44;
const RIGHT = 12;
const TOP = 18;
const short = new Intl.NumberFormat(document.documentElement.lang || "en", { notation: "compact", maximumFractionDigits: 1 });

export function node(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

export function frame(width, height, label) {
  return node("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label });
}

export function ruler(first, last, width) {
  const right = width - RIGHT;
  const step = (right - LEFT) / (last + 1 - first);
  return { first, last, width, left: LEFT, right, step, x: (at) => LEFT + (at - first) * step, day: (x) => first + (x - LEFT) / step };
}

export function bars(scale, days, base, unit, floors) {
  const gap = scale.step > 4 ? 1 : 0;
  return days.map(([on, count], index) => {
    const foot = base - (floors?.[index] ?? 0) * unit;
    return `M${(scale.x(on) + gap).toFixed(1)} ${foot.toFixed(1)}v${(-count * unit).toFixed(1)}h${Math.max(0.7, scale.step - 2 * gap).toFixed(1)}V${foot.toFixed(1)}z`;
  }).join("");
}

// 1, 2 or 5 times a power of ten, about three of them.
function round(top) {
  const rough = Math.max(top / 3, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
}

// `days` are [day, {key: count}]; the keys stand on one another in their order.
export function stacked(scale, days, keys, colours, height, label, foot = 8) {
  const svg = frame(scale.width, height, label);
  const base = height - foot;
  const top = Math.max(1, ...days.map(([, counts]) => Object.values(counts).reduce((all, one) => all + one, 0)));
  const step = round(top);
  const unit = (base - TOP) / (Math.ceil(top / step) * step);
  for (let at = 0; at <= Math.ceil(top / step) * step; at += step) {
    svg.append(node("line", { x1: scale.left, x2: scale.right, y1: base - at * unit, y2: base - at * unit, class: "ruled" }));
    svg.append(node("text", { x: scale.left - 6, y: base - at * unit + 4, "text-anchor": "end" }, short.format(at)));
  }
  svg.append(node("text", { x: 0, y: 10 }, label));
  const floors = days.map(() => 0);
  keys.forEach((key, index) => {
    const some = days.map(([on, counts], at) => [on, counts[key] ?? 0, floors[at], at]).filter(([, count]) => count);
    if (some.length) svg.append(node("path", { d: bars(scale, some, base, unit, some.map(([, , floor]) => floor)), fill: colours[index] }));
    for (const [, count, , at] of some) floors[at] += count;
  });
  return svg;
}

// Days, while each has room for its name; then months, quarters, years.
export function axis(svg, scale, height) {
  const room = Math.max(2, Math.floor((scale.right - scale.left) / 70));
  const days = scale.last + 1 - scale.first;
  const every = days <= 2 * room ? Math.ceil(days / room) : 0;
  for (const [at, text] of every ? daily(scale, every) : monthly(scale, room)) {
    svg.append(node("line", { x1: scale.x(at), x2: scale.x(at), y1: height - 26, y2: height - 21, class: "tick" }));
    svg.append(node("text", { x: scale.x(at) + (every ? scale.step / 2 : 0), y: height - 8, "text-anchor": "middle" }, text));
  }
  return svg;
}

function daily(scale, every) {
  const found = [];
  for (let at = scale.first; at <= scale.last; at += every) found.push([at, written(at, { day: "numeric", month: "short" })]);
  return found;
}

function monthly(scale, room) {
  const months = (scale.last - scale.first) / 30.4;
  const every = [1, 2, 3, 6, 12, 24, 60].find((one) => months / one <= room) ?? 120;
  const found = [];
  const start = new Date(scale.first * 864e5);
  for (let month = start.getUTCMonth() + 12 * start.getUTCFullYear() + 1; ; month += 1) {
    const at = Date.UTC(Math.floor(month / 12), month % 12) / 864e5;
    if (at > scale.last) return found;
    if (month % every === 0) found.push([at, written(at, every >= 12 || month % 12 === 0 ? { year: "numeric" } : { month: "short" })]);
  }
}
