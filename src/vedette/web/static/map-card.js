// What a mark or an area stands for, opened beside the map.
const LISTED = 60;
const card = document.getElementById("card");

// Built from text nodes only: a place's name is somebody's text.
export function openEvents(features, count) {
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×", className: "close" });
  close.setAttribute("aria-label", card.dataset.close);
  close.addEventListener("click", () => { card.hidden = true; });
  const list = document.createElement("ul");
  for (const { properties } of features) {
    const item = document.createElement("li");
    const mark = Object.assign(new Image(18, 18), { src: `/static/status/${properties.status}.svg`, alt: "" });
    const link = Object.assign(document.createElement("a"), { href: properties.href, textContent: `${properties.title} · ${properties.place}` });
    const how = Object.assign(document.createElement("p"), { textContent: `${properties.status_name}: ${properties.status_means}` });
    const more = Object.assign(document.createElement("p"), { className: "quiet",
      textContent: `${properties.when} · ${properties.told}` });
    item.append(mark, link, how, more);
    list.append(item);
  }
  card.replaceChildren(close, list);
  if (count > features.length) card.append(card.dataset.more.replace("{shown}", features.length).replace("{count}", count));
  card.hidden = false;
}

// An area that a sensor saw, where no event's mark lies over it.
export function openAreas(features) {
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×", className: "close" });
  close.setAttribute("aria-label", card.dataset.close);
  close.addEventListener("click", () => { card.hidden = true; });
  const list = document.createElement("ul");
  for (const { properties } of features.slice(0, LISTED)) {
    const item = document.createElement("li");
    const swatch = Object.assign(document.createElement("span"), { className: `swatch swatch-${properties.layer}` });
    const link = Object.assign(document.createElement("a"), { href: properties.href, textContent: properties.title });
    const note = Object.assign(document.createElement("p"), { textContent: properties.note });
    const more = Object.assign(document.createElement("p"), { className: "quiet",
      textContent: `${properties.when} · ${properties.told}` });
    item.append(swatch, link, note, more);
    list.append(item);
  }
  card.replaceChildren(close, list);
  card.hidden = false;
}

