// Finds things on a page by the names a person uses. Evaluated before each question to the page; defines `dovtech`.
// Names are compared without regard to case, outer spaces, and the ":" or "*" that forms put after a label.
const dovtech = (() => {
  const plain = (text) => (text || "").replace(/\s+/g, " ").trim();
  const name = (text) => plain(text).replace(/[\s:*]+$/, "").toLocaleLowerCase("es");
  const all = (css) => [...document.querySelectorAll(css)];
  const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
  const same = (wanted) => (text) => name(text) === name(wanted);
  const CONTROLS = "input:not([type=hidden]),select,textarea,[contenteditable=true],[role=combobox],[role=textbox]";

  // A label that wraps its control must not count the control's own words (the options of a list).
  const words = (label) => {
    const copy = label.cloneNode(true);
    copy.querySelectorAll("select,textarea,button,script").forEach((e) => e.remove());
    copy.querySelectorAll("img[alt]").forEach((e) => e.replaceWith(e.alt));
    return copy.textContent;
  };
  const byId = (ids) => (ids || "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));
  const labelledBy = (e) => byId(e.getAttribute("aria-labelledby")).map((l) => (l ? l.textContent : "")).join(" ");
  // What a label without a control names is text that cannot be changed: it stands right behind the label.
  const named = (label) => label.control || label.querySelector(CONTROLS) || label.nextElementSibling;
  const faces = (e) => [e.value, e.textContent, e.getAttribute("aria-label"), e.title].filter(Boolean);
  // The words of a page stand apart: "0 results" is not found in "10 results".
  const says = (text, wanted) => {
    const safe = plain(wanted).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`(?<![\\p{L}\\p{N}])${safe}(?![\\p{L}\\p{N}])`, "iu").test(plain(text));
  };

  const finders = {
    label: (wanted) => {
      const is = same(wanted);
      const labels = all("label").filter((l) => is(words(l)) && shown(l)).map(named);
      const aria = all(CONTROLS).filter((e) => is(e.getAttribute("aria-label")) || is(labelledBy(e)));
      return labels.length ? labels : aria.length ? aria : finders.placeholder(wanted);
    },
    placeholder: (wanted) => all("[placeholder]").filter((e) => same(wanted)(e.placeholder)),
    button: (wanted) =>
      all("button,input[type=submit],input[type=button],[role=button]")
        .filter((e) => shown(e) && faces(e).some(same(wanted))),
    link: (wanted) => all("a[href],[role=link]").filter((e) => shown(e) && same(wanted)(e.textContent)),
    heading: (wanted) => all("h1,h2,h3,h4,h5,h6,[role=heading]").filter((e) => shown(e) && same(wanted)(e.textContent)),
    text: (wanted) => (document.body && says(document.body.innerText, wanted) ? [document.body] : []),
    css: (wanted) => all(wanted).filter(shown),
    // "1" is the first row of the page's records; any other name is a row in which a cell says exactly that.
    row: (wanted) => {
      // A menu may be made of a table, too.
      const rows = all("tbody tr").filter((r) => shown(r) && !r.closest("nav,aside,[role=navigation]"));
      const cell = (row) => [...row.querySelectorAll("td,th")].some((c) => same(wanted)(c.textContent));
      const chosen = /^[0-9]{1,3}$/.test(wanted) ? rows.slice(Number(wanted) - 1, Number(wanted)) : rows.filter(cell);
      return chosen.map((row) => row.querySelector("a[href]") || row);
    },
    option: (wanted) => all("[role=option]").filter((e) => shown(e) && same(wanted)(e.textContent)),
  };
  const find = (kind, wanted) => [...new Set(finders[kind](wanted).filter(Boolean))];

  const value = (e) => {
    if (e.tagName === "SELECT") return [...e.selectedOptions].map((o) => plain(o.textContent)).join(", ");
    if (e.type === "checkbox") return String(e.checked);
    if ("value" in e && e.tagName !== "LI") return e.value;
    return plain(e.innerText);
  };
  const read = (labels) =>
    Object.fromEntries(labels.map((l) => [l, find("label", l).map(value)]).map(([l, v]) => [l, v.length ? v[0] : null]));
  const option = (select, wanted) => [...select.options].find((o) => same(wanted)(o.textContent)) || null;
  // The status of the answer that made this page; the browser's own page about a server that is not there has 0.
  const status = () => {
    if (location.protocol === "chrome-error:") return 0;
    return (performance.getEntriesByType("navigation")[0] || {}).responseStatus || 200;
  };
  const told = (css) => all(css).filter(shown).map((e) => plain(e.innerText)).filter(Boolean);
  const limit = (e) => (e.maxLength > 0 ? e.maxLength : 0);
  // A list that searches while one types is a combobox: the field itself, or the one a script put in its place.
  const combobox = (e) =>
    e.matches("[role=combobox]") ? e : (e.nextElementSibling || e.parentElement).querySelector("[role=combobox]") || e;
  // The list has looked and found nothing: it says so (an alert), and is not looking any more.
  const exhausted = () =>
    all("[role=listbox] [role=alert],[role=listbox][role=alert]").some((e) => shown(e) && !e.matches(".loading-results"));
  // All that typing needs to know of a field, in one question.
  const fields = (label) => find("label", label).map((e) => [e, e.tagName, value(e), limit(e)]);
  return { fields, combobox, exhausted, find, read, value, option, status, told };
})();
