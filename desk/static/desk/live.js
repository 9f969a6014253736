// Tells, without reloading, that what is on the page has changed meanwhile.
export function listen(banner) {
  if (!banner || !window.EventSource) return;
  const { live, revision } = banner.dataset;
  const source = new EventSource(`${live}?revision=${revision}`);
  source.addEventListener("changed", () => {
    source.close();
    if (banner.dataset.reload === "yes") location.reload();
    else banner.hidden = false;
  });
  window.addEventListener("pagehide", () => source.close());
}
