// The part of a view that the browser alone knows, kept behind the # of the address, so that a link is a view.
export function state() {
  return new URLSearchParams(location.hash.slice(1));
}

// Empty values leave the address. The page's own history is not lengthened.
export function remember(changes) {
  const kept = state();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") kept.delete(name); else kept.set(name, value);
  }
  const hash = kept.size ? `#${kept.toString().replaceAll("%2F", "/")}` : "";
  history.replaceState(history.state, "", location.pathname + location.search + hash);
  last = hash;
}

// A filter pushes an address of its own, which knows nothing of this.
let last = location.hash;
document.addEventListener("htmx:pushedIntoHistory", () => {
  if (!location.hash && last) history.replaceState(history.state, "", location.pathname + location.search + last);
});

export const day = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 864e5);
export const iso = (number) => new Date(number * 864e5).toISOString().slice(0, 10);
export const written = (number, how = { day: "numeric", month: "long", year: "numeric" }) =>
  new Intl.DateTimeFormat(document.documentElement.lang || "en", { ...how, timeZone: "UTC" }).format(new Date(number * 864e5));
