// One key a judgement. Keys typed into a field are words, not judgements.
// Switched off with the other keys of a page, in the list of them.
function off() {
  try { return localStorage.getItem("vedette-keys") === "off"; } catch { return false; }
}

document.addEventListener("keydown", (event) => {
  if (off() || document.querySelector("dialog[open]") || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, .maplibregl-map")) return;
  const asked = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!asked) return;
  event.preventDefault();
  asked.click();
});
