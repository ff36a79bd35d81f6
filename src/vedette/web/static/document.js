// The text and the notes beside it point at each other; the cited words come into view.
const text = document.getElementById("text");
const notes = [...document.querySelectorAll(".note[data-key]")];
const cited = document.getElementById("cited");

if (cited && !location.hash) cited.scrollIntoView({ block: "center" });

function light(keys) {
  for (const mark of text.querySelectorAll("mark")) {
    mark.classList.toggle("lit", mark.dataset.keys.split(" ").some((key) => keys.includes(key)));
  }
  for (const note of notes) note.classList.toggle("lit", keys.includes(note.dataset.key));
}

for (const note of notes) {
  note.addEventListener("mouseenter", () => light([note.dataset.key]));
  note.addEventListener("focusin", () => light([note.dataset.key]));
  note.addEventListener("mouseleave", () => light([]));
}
text.addEventListener("mouseover", (event) => {
  const mark = event.target.closest("mark");
  light(mark ? mark.dataset.keys.split(" ") : []);
});
