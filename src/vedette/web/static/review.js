// One key a judgement. Keys typed into a field are words, not judgements.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, .maplibregl-map")) return;
  const asked = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!asked) return;
  event.preventDefault();
  asked.click();
});
