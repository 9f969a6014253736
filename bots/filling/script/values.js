// What a field holds, as a person would read it.
const spanish = (iso) => iso.replace(/^(\d{4})-(\d\d)-(\d\d)/, "$3/$2/$1");
const label = (e) => {
  if (e.matches("[role=radio]") && plain(e.textContent)) return e.textContent;
  if (e.labels && e.labels.length) return words(e.labels[0]);
  return e.getAttribute("aria-label") || (e.nextSibling || e).textContent || e.value;
};
const cards = (e) => !e.matches(CONTROLS) && e.querySelector("input[type=radio],[role=radio]");
const radios = (e) => [...e.querySelectorAll("input[type=radio],[role=radio]")];
const chosen = (e) => e.checked || e.getAttribute("aria-checked") === "true";
// What is written in a frame, or in the editor's own frame in it.
const written = (held) => {
  const inner = [...held.querySelectorAll("iframe")].map((f) => f.contentDocument).find((d) => d && d.body);
  return held.body.isContentEditable || !inner ? held.body : written(inner);
};
// A choice that stands as a little card has a sign on it that takes it away.
const closed = /\s*[×✕✖✗⨯]\s*$/u;
const value = (e) => {
  if (e.tagName === "SELECT") return [...e.selectedOptions].filter((o) => o.value !== "").map((o) => plain(o.textContent)).join(", ");
  if ((e.matches(GROUPS) || cards(e)) && radios(e).length) return radios(e).filter(chosen).map((r) => plain(label(r))).join(", ");
  if (e.type === "checkbox") return String(e.checked);
  if (e.type === "file") return [...e.files].map((f) => f.name).join(", ");
  if (e.matches("[role=checkbox],[role=switch]")) return String(e.getAttribute("aria-checked") === "true");
  if (e.type === "date") return spanish(e.value);
  if (e.tagName === "IFRAME") { try { return written(e.contentDocument).innerText.trim(); } catch (_) { return null; } }
  if ("value" in e && !["LI", "BUTTON"].includes(e.tagName)) return e.value;
  if (switches.has(e)) return String(lighted(e));
  if (segments(e).length) return taken(e).map((one) => plain(one.innerText)).join(", ") || plain(e.innerText);
  if (closed.test(e.innerText) && [...e.querySelectorAll("*")].some((x) => closed.test(x.textContent) && plain(x.textContent).length < 2)) return plain(e.innerText.replace(closed, ""));
  return e.matches("[role=combobox],[aria-haspopup=listbox],button") ? unsigned(drawn(e) || e.innerText) : plain(e.innerText);
};
const read = (wanted) => {
  reading = true;
  try {
    return wanted.map(([kind, called, path]) => find(kind, called, path).map(value)).map((v) => (v.length ? v[0] : null));
  } finally {
    reading = false;
  }
};
// What a person clicks of a box or round button that the page hides behind its label.
const hidden = (e) => !shown(e) || getComputedStyle(e).opacity === "0" || e.getBoundingClientRect().width < 3;
const handle = (e) => (hidden(e) && [...(e.labels || [])].find(shown)) || e;
const option = (select, wanted) => [...select.options].find((o) => same(wanted)(o.textContent)) || null;
const radio = (group, wanted) => radios(group).filter((r) => same(wanted)(label(r))).map(handle)[0] || null;
// The status of the answer that made this page; the browser's own page about a server that is not there has 0.
const status = () => {
  if (location.protocol === "chrome-error:") return 0;
  return (performance.getEntriesByType("navigation")[0] || {}).responseStatus || 200;
};
const told = (css) => { known = roots(document); return all(css).filter(shown).map((e) => plain(e.innerText)).filter(Boolean); };
const limit = (e) => (e.maxLength > 0 ? e.maxLength : 0);
