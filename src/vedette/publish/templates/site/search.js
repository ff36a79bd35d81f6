// Search over search.json. The pages can be read without it: the box stays hidden where no script can run.
const MOST = 50;
const box = document.getElementById("search");
const words = document.getElementById("words");
const found = document.getElementById("found");
const hits = document.getElementById("hits");

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function hit(row) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = row.u;
  link.textContent = row.t;
  item.append(link, ` ${[row.d, row.a, row.s].filter(Boolean).join(" · ")}`);
  return item;
}

function search(rows) {
  const wanted = plain(words.value).split(/\s+/).filter(Boolean);
  const all = wanted.length ? rows.filter((row) => wanted.every((word) => row.plain.includes(word))) : [];
  hits.replaceChildren(...all.slice(0, MOST).map(hit));
  found.textContent = !wanted.length ? "" : all.length > MOST ? `${all.length} found, ${MOST} shown` : `${all.length} found`;
}

let index;

// Asked for by the first letter, not by every reader of the page.
async function load() {
  const answer = await fetch("search.json");
  const rows = answer.ok ? await answer.json() : [];
  return rows.map((row) => ({ ...row, plain: plain([row.t, row.d, row.s, row.a].join(" ")) }));
}

box.hidden = false;
words.addEventListener("input", async () => search(await (index ??= load())));
box.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
