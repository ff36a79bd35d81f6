// Keys that work on every page: "/" to the first search field, "g" and a letter to another page, "?" for the list of them.
// They can be switched off in that list (WCAG 2.1.4), and never act on what is typed into a field.
const STORED = "vedette-keys";
const PATIENCE_MS = 1500;

const dialog = document.getElementById("keys");
const box = document.getElementById("keys-on");
const opener = document.getElementById("keys-open");
let going = -PATIENCE_MS; // when "g" was pressed

function kept() {
  try { return localStorage.getItem(STORED) !== "off"; } catch { return true; }
}

function keep(on) {
  try { localStorage.setItem(STORED, on ? "on" : "off"); } catch { /* private windows may keep nothing */ }
}

function act(event) {
  const key = event.key.toLowerCase();
  if (performance.now() - going < PATIENCE_MS) {
    going = -PATIENCE_MS;
    const link = document.querySelector(`a[data-go="${CSS.escape(key)}"]`);
    link?.click();
    return Boolean(link);
  }
  if (key === "g") { going = performance.now(); return true; }
  if (key === "?") { dialog.showModal(); return true; }
  if (key === "/") {
    const field = document.querySelector("main input[type=search]");
    field?.focus();
    return Boolean(field);
  }
  return false;
}

box.checked = kept();
box.addEventListener("change", () => keep(box.checked));
opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
// Before the keys of a page, so that the letter after "g" is no judgement there.
document.addEventListener("keydown", (event) => {
  if (!kept() || dialog.open || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (act(event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, { capture: true });
