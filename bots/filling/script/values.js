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
const value = (e) => {
  if (e.tagName === "SELECT") return [...e.selectedOptions].filter((o) => o.value !== "").map((o) => plain(o.textContent)).join(", ");
  if ((e.matches(GROUPS) || cards(e)) && radios(e).length) return radios(e).filter(chosen).map((r) => plain(label(r))).join(", ");
  if (e.type === "checkbox") return String(e.checked);
  if (e.type === "file") return [...e.files].map((f) => f.name).join(", ");
  if (e.matches("[role=checkbox],[role=switch]")) return String(e.getAttribute("aria-checked") === "true");
  if (e.type === "date") return spanish(e.value);
  if (e.tagName === "IFRAME") { try { return e.contentDocument.body.innerText.trim(); } catch (_) { return null; } }
  if ("value" in e && !["LI", "BUTTON"].includes(e.tagName)) return e.value;
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
