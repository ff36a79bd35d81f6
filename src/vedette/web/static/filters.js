// Filters live in the address: empty ones are left out of it, so that an address can be read and passed on.
document.addEventListener("htmx:configRequest", (event) => {
  const given = event.detail.parameters;
  for (const name of Object.keys(given)) {
    if (given[name] === "") delete given[name];
  }
});

// Widgets outside the results draw again when the address has changed.
document.addEventListener("htmx:pushedIntoHistory", () => {
  document.dispatchEvent(new CustomEvent("vedette:filtered"));
});

// A question that cannot be read gets its readable page, not silence.
document.addEventListener("htmx:responseError", (event) => {
  location.assign(event.detail.pathInfo.responsePath || event.detail.pathInfo.finalRequestPath);
});
