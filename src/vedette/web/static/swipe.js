// Before and after over each other, with a slider between: without this script they stand side by side.
function swipe(frame) {
  const [before, after] = frame.querySelectorAll(".plate");
  if (!before || !after) return;
  const slider = Object.assign(document.createElement("input"), { type: "range", min: "0", max: "100", value: "50", step: "1" });
  slider.setAttribute("aria-label", frame.dataset.swipe);
  const layers = document.createElement("div");
  layers.className = "layers-of-plates";
  const line = document.createElement("span");
  line.className = "seam";
  const captions = document.createElement("div");
  captions.className = "captions";
  const show = () => {
    const share = Number(slider.value);
    after.style.clipPath = `inset(0 0 0 ${share}%)`;
    line.style.left = `${share}%`;
    slider.setAttribute("aria-valuetext", `${share} % before, ${100 - share} % after`);
  };
  for (const plate of [before, after]) captions.append(plate.querySelector("figcaption"));
  layers.append(before, after, line);
  // The pictures themselves can be dragged over as well.
  const drag = (event) => {
    const box = layers.getBoundingClientRect();
    slider.value = String(Math.round((100 * (event.clientX - box.left)) / box.width));
    show();
  };
  layers.addEventListener("pointerdown", (event) => { layers.setPointerCapture(event.pointerId); drag(event); });
  layers.addEventListener("pointermove", (event) => { if (event.buttons) drag(event); });
  slider.addEventListener("input", show);
  frame.replaceChildren(layers, slider, captions);
  frame.classList.add("swiped");
  show();
}

document.querySelectorAll("[data-swipe]").forEach(swipe);
