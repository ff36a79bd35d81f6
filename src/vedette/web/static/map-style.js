// How the map is drawn: base map, areas, marks, who holds what.
export const STATUSES = ["corroborated", "conceded", "observed", "one-sided", "contested", "denied", "unconfirmed"];
export const SEEN = ["heat", "damage", "ground", "unseen"]; // layers of areas that sensors saw, each with a box to switch it
const SEEN_COLOUR = { heat: "#c2481f", damage: "#6b3fa0", ground: "#7a5a1e", unseen: "#7d8790" };
const FONT = ["system-ui", "sans-serif"];

export const PALETTE = {
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

const SLOTS = fan(STATUSES.length); // marks drawn around one place

export function layers(colour, wanted) {
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
    { id: "held-areas", type: "circle", source: "held",
      paint: { "circle-color": ["get", "colour"], "circle-opacity": 0.22, "circle-pitch-alignment": "map",
               "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ["get", "pixels"],
                                 20, ["*", 1048576, ["get", "pixels"]]] } },
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
    { id: "held", type: "symbol", source: "held",
      layout: { "icon-image": ["get", "flag"], "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.3, 7, 0.5],
                "icon-anchor": "bottom-left", "icon-offset": [36, -30], "symbol-sort-key": ["-", 0, ["get", "day"]], "icon-padding": 0 } },
    { id: "clusters", type: "circle", source: "events", filter: ["has", "point_count"],
      paint: { "circle-color": colour.area, "circle-opacity": 0.82, "circle-stroke-color": colour.halo, "circle-stroke-width": 2,
               "circle-radius": ["step", ["get", "sum"], 13, 100, 16, 1000, 20, 10000, 25] } },
    { id: "cluster-counts", type: "symbol", source: "events", filter: ["has", "point_count"],
      layout: { "text-field": ["to-string", ["get", "sum"]], "text-font": FONT, "text-size": 12, "text-allow-overlap": true },
      paint: { "text-color": colour.halo } },
    { id: "events", type: "symbol", source: "events", filter: ["!", ["has", "point_count"]],
      layout: { "icon-image": ["get", "status"], "icon-allow-overlap": true, "icon-padding": 0,
                "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.24, 6, 0.32, 8, 0.46],
                "symbol-sort-key": ["get", "weight"],
                "icon-offset": ["match", ["get", "slot"], ...SLOTS.flatMap((at, slot) => [slot, ["literal", at]]),
                                ["literal", [0, 0]]] } },
  ];
}

