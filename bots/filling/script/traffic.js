// Requests that change something, counted: what was typed last is saved once a later one has been answered.
const traffic = { begun: 0, pending: 0, mark: 0 };
const changed = () => { traffic.mark = traffic.begun; };
const begins = (method) => {
  const counts = !/^(GET|HEAD|OPTIONS)$/i.test(method || "GET");
  if (counts) { traffic.begun += 1; traffic.pending += 1; }
  return counts;
};
const fetched = window.fetch;
window.fetch = function (what, how) {
  const counts = begins((how && how.method) || (what && what.method));
  const answer = fetched.apply(this, arguments);
  return counts ? answer.finally(() => { traffic.pending -= 1; }) : answer;
};
const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method) { this.__dovtech = method; return open.apply(this, arguments); };
XMLHttpRequest.prototype.send = function () {
  if (begins(this.__dovtech)) this.addEventListener("loadend", () => { traffic.pending -= 1; });
  return send.apply(this, arguments);
};
const saved = () => ({ sent: traffic.begun > traffic.mark, pending: traffic.pending > 0 });
