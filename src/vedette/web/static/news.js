// What comes in while the page is open: told in a line, and fetched when the reader wants it.
const line = document.getElementById("news");
const words = line?.dataset;
let first = null;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => Number(values[name]).toLocaleString(document.documentElement.lang || "en"));
}

function tell(now) {
  first ??= now;
  const fresh = Object.fromEntries(["documents", "statements", "events"].map((name) => [name, now[name] - first[name]]));
  const parts = [];
  if (now.run) parts.push(now.run.all ? fill(words.working, now.run) : fill(words.collecting, now.run));
  if (Object.values(fresh).some((count) => count)) parts.push(fill(words.fresh, fresh));
  line.querySelector("span").textContent = parts.join(" ");
  line.querySelector("button").hidden = parts.length === (now.run ? 1 : 0);
  const bar = line.querySelector("progress");
  bar.hidden = !now.run;
  if (now.run?.all) { bar.max = now.run.all; bar.value = now.run.done; } else bar.removeAttribute("value");
  line.hidden = !parts.length;
  line.dataset.documents = now.documents;
}

let stream = null;
function listen() {
  stream = new EventSource("/api/progress");
  stream.addEventListener("progress", (event) => tell(JSON.parse(event.data)));
}

// A page that nobody looks at needs no line.
function attend() {
  if (document.hidden) stream?.close(); else if (!stream || stream.readyState === EventSource.CLOSED) listen();
}

if (line) {
  line.querySelector("button").addEventListener("click", () => {
    first = null;
    line.hidden = true;
    document.querySelector("form.filters").requestSubmit();
    document.dispatchEvent(new CustomEvent("vedette:news"));
  });
  addEventListener("load", () => setTimeout(attend, 300));
  addEventListener("pagehide", () => stream?.close());
  document.addEventListener("visibilitychange", attend);
}
