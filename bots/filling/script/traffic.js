// Requests that change something, counted: what was typed last is saved once a later one has been answered.
const traffic = { begun: 0, pending: 0, mark: 0, asking: 0, touched: false };
const changed = () => { traffic.mark = traffic.begun; traffic.touched = true; };
const begins = (method) => {
  const counts = !/^(GET|HEAD|OPTIONS)$/i.test(method || "GET");
  if (counts) { traffic.begun += 1; traffic.pending += 1; }
  return counts;
};
const fetched = window.fetch;
window.fetch = function (what, how) {
  const counts = begins((how && how.method) || (what && what.method));
  traffic.asking += 1;
  return fetched.apply(this, arguments).finally(() => { traffic.asking -= 1; if (counts) traffic.pending -= 1; });
};
const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method) { this.__dovtech = method; return open.apply(this, arguments); };
XMLHttpRequest.prototype.send = function () {
  const counts = begins(this.__dovtech);
  traffic.asking += 1;
  this.addEventListener("loadend", () => { traffic.asking -= 1; if (counts) traffic.pending -= 1; }, { once: true });
  return send.apply(this, arguments);
};
const saved = () => ({ sent: traffic.begun > traffic.mark, pending: traffic.pending > 0 });
// Whether we changed something here, whether the page is still asking or loading, and a print of its words.
const resting = () => [traffic.touched, traffic.asking > 0 || document.readyState !== "complete", print()];
