// Finds things by the names a person uses, compared without regard to case, outer spaces, and the ":" or "*" of forms.
const plain = (text) => (text || "").replace(/\s+/g, " ").trim();
const MARKS = /(?:\s|:|\*|\(\*\)|\((?:obligatori[oa]?|required)\))+$/i;
// Signs drawn before or after a name are no part of it, unless there is nothing else.
const SIGNS = /^[\p{So}\p{Co}\uFE0F\s]+|[\p{So}\p{Co}\uFE0F\s]+$/gu;
const unsigned = (text) => plain(text).replace(SIGNS, "") || plain(text);
const name = (text) => unsigned(text).replace(MARKS, "").toLocaleLowerCase("es");
// What stands in an open shadow root is on the page like the rest.
const roots = (root) => [root, ...[...root.querySelectorAll("*")].filter((e) => e.shadowRoot).flatMap((e) => roots(e.shadowRoot))];
let scope = document;
let known = [document];
const all = (css) => known.flatMap((root) => [...root.querySelectorAll(css)]);
const within = (element, css) => roots(element).flatMap((root) => [...root.querySelectorAll(css)]);
const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
const same = (wanted) => (text) => name(text) === name(wanted);
const ROLES = ["combobox", "textbox", "searchbox", "checkbox", "switch", "spinbutton"].map((role) => `[role=${role}]`);
const CONTROLS = [
  "input:not([type=hidden])", "select", "textarea", "[contenteditable=true]", "[contenteditable='']", ...ROLES, "[aria-haspopup=listbox]",
].join(",");
const EDITORS = "[contenteditable=true],[contenteditable=''],iframe,[role=combobox],[aria-haspopup=listbox]";
const GROUPS = "fieldset,[role=radiogroup],[role=group]";
const OPTIONS = "[role=option],[role=menuitem],[role=menuitemradio],[role=treeitem]";

// A label that wraps its control must not count the control's own words (the options of a list).
const words = (label, besides = "") => {
  const copy = label.cloneNode(true);
  copy.querySelectorAll("select,textarea,button,script,[role=combobox],[contenteditable]" + besides).forEach((e) => e.remove());
  copy.querySelectorAll("img[alt]").forEach((e) => e.replaceWith(e.alt));
  return copy.textContent;
};
const byIds = (e, attribute) => (e.getAttribute(attribute) || "").split(/\s+/).filter(Boolean)
  .map((id) => e.getRootNode().getElementById(id)).filter((l) => l && !e.contains(l)).map((l) => l.textContent).join(" ");
const spoken = (e) => [e.getAttribute("aria-label"), byIds(e, "aria-labelledby")];
// A script may have hidden the field and put its own editor or list beside it.
const reachable = (e) => {
  const box = e.getBoundingClientRect();
  return shown(e) && box.width > 2 && box.height > 2 && box.right + scrollX > 0 && box.bottom + scrollY > 0;
};
// A person chooses from the list in its place; what is chosen, the hidden select itself says best.
let reading = false;
const usable = (e) => (reading && e && e.tagName === "SELECT" ? e : inPlace(e));
const inPlace = (e) => {
  if (!e || reachable(e) || e.type === "file" || e.type === "checkbox" || e.type === "radio") return e;
  for (const side of ["nextElementSibling", "previousElementSibling"]) {
    for (let near = e[side]; near; near = near[side]) {
      const editor = near.matches(EDITORS) ? near : near.querySelector(EDITORS);
      if (editor) return editor;
    }
  }
  return e;
};
const sole = (element) => {
  if (!element) return null;
  if (element.matches(CONTROLS) || element.tagName === "IFRAME") return element;
  const inside = within(element, CONTROLS + ",iframe").filter(shown);
  const [first, second] = inside;
  if (inside.length === 2 && first.tagName === "SELECT" && !reachable(first) && inPlace(first) === second) return usable(first);
  return inside.length === 1 ? first : null;
};
// Round buttons belong together by their name: the innermost thing around them all, or what holds the first.
const RADIOS = "input[type=radio],[role=radio]";
const together = (radio, held) => {
  const others = radio.name ? all("input[type=radio]").filter((r) => r.name === radio.name && r.form === radio.form) : [];
  while (others.some((r) => !held.contains(r)) && held.parentElement) held = held.parentElement;
  return held;
};
const edited = (e) => {
  for (let next = e.nextElementSibling; next; next = next.nextElementSibling) {
    const found = sole(next);
    if (found) return found.matches("iframe,textarea,[contenteditable]");
  }
  return false;
};
// What a name without a control names is text that cannot be changed: it stands right behind the name.
const behind = (e) => {
  for (let here = e, up = 0; here && up < 3; here = here.parentElement, up += 1) {
    if (up && sole(here)) return sole(here);
    let next = here.nextElementSibling;
    while (next && next.matches("br")) next = next.nextElementSibling;
    // An editor's row of buttons stands between its name and itself.
    const bar = (e) => edited(e) && (e.matches("[role=toolbar],[role=menubar]") || (e.querySelector("button,[role=button]") && !sole(e)));
    while (next && next.nextElementSibling && bar(next)) next = next.nextElementSibling;
    if (next && next.querySelector(RADIOS)) return together(next.querySelector(RADIOS), next);
    if (sole(next)) return sole(next);
    if (next && shown(next)) return next;
  }
  return null;
};
// A name may stand before two or three fields in a row, as day, month and year.
const several = (e) => {
  if (!e || e.matches(CONTROLS) || e.querySelector("label," + RADIOS)) return null;
  const inside = within(e, CONTROLS).filter((c) => shown(c) && !["submit", "button", "image", "reset"].includes(c.type));
  return inside.length > 1 && inside.length < 5 ? inside : null;
};
const named = (label) => usable(label.control || label.querySelector(CONTROLS)) || behind(label);
const pictured = (e) => [...e.querySelectorAll("img[alt]")].map((i) => i.alt);
// Icons of a font are words to the page and pictures to a person.
const ICONS = "mat-icon,[class*=material-icons],[class*=material-symbols],[aria-hidden=true]";
const drawn = (e) => {
  if (!e.querySelector(ICONS)) return "";
  const copy = e.cloneNode(true);
  copy.querySelectorAll(ICONS).forEach((icon) => icon.remove());
  return copy.textContent;
};
const faces = (e) => [drawn(e), e.tagName === "BUTTON" ? "" : e.value, e.textContent, e.innerText, e.alt, e.title, ...spoken(e), ...pictured(e)].filter(Boolean);
// The words of a page stand apart: "0 results" is not found in "10 results".
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const says = (text, wanted) => {
  const safe = escaped(plain(wanted));
  const [before, after] = [/^[\p{L}\p{N}]/u, /[\p{L}\p{N}]$/u].map((edge) => edge.test(plain(wanted)));
  return new RegExp(`${before ? "(?<![\\p{L}\\p{N}])" : ""}${safe}${after ? "(?![\\p{L}\\p{N}])" : ""}`, "iu").test(plain(text));
};
const leaves = (wanted) => all("dt,th,td,label,span,div,p,strong,b,legend,h1,h2,h3,h4,h5,h6,li")
  .filter((e) => e.textContent.length < wanted.length + 40 && same(wanted)(e.textContent) && shown(e))
  .filter((e, _, found) => !found.some((other) => other !== e && e.contains(other)));
const text = (root) => {
  if (root === document) return document.body && document.body.innerText;
  return root.innerText ?? [...root.children].map((c) => c.innerText || "").join(" ");
};
// A name may stand in front of its field without anything around it.
const loose = (wanted) => known.flatMap((root) => {
  const found = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = node.nextSibling;
    if (!next || next.nodeType !== Node.ELEMENT_NODE || !plain(node.data) || !same(wanted)(node.data)) continue;
    const radio = next.matches(RADIOS) ? next : next.querySelector(RADIOS);
    found.push(radio ? together(radio, next === radio ? radio.parentElement : next) : sole(next));
  }
  return found.filter((e) => e && shown(e));
});
const visible = (root) => roots(root).map(text).join(" ");
const caption = (e) => [...spoken(e), e.title, (e.querySelector("legend,summary,h1,h2,h3,h4,h5,h6,[role=heading]") || {}).textContent];

// What a person points at or clicks that is no button or link by itself: the innermost thing that says just that.
const saying = (wanted) => all("*")
  .filter((e) => !e.matches("script,style,option,html,body,head *"))
  .filter((e) => e.textContent.length < wanted.length + 40 && same(wanted)(e.textContent) && shown(e))
  .filter((e, _, found) => !found.some((other) => other !== e && e.contains(other)));

const byLabel = (wanted) => {
  const is = same(wanted);
  const groups = all(GROUPS).filter((g) => caption(g).some(is) && g.querySelector("input[type=radio],[role=radio]"));
  if (groups.length) return groups;
  const labels = all("label").filter((l) => (is(words(l)) || is(words(l, ",a,small,[role=tooltip]"))) && shown(l)).map(named).filter(Boolean);
  if (labels.length) return labels;
  const aria = all(CONTROLS + ",iframe").filter((e) => [...spoken(e), e.title].some(is)).map(usable);
  if (aria.length) return aria;
  const places = finders.placeholder(wanted);
  if (places.length) return places;
  const standing = leaves(wanted).flatMap((e) => { const found = sole(e) || switched(e) || behind(e); return several(found) || [found]; }).filter(Boolean);
  return standing.length ? standing : loose(wanted);
};
const finders = {
  // "Nombre #2" is the second field with that name.
  label: (wanted) => {
    const nth = /^(.*\S)\s+#(\d{1,3})$/.exec(wanted);
    return nth ? [...new Set(byLabel(nth[1]))].slice(Number(nth[2]) - 1, Number(nth[2])) : byLabel(wanted);
  },
  placeholder: (wanted) => all("[placeholder],[data-placeholder]").filter((e) => same(wanted)(e.placeholder || e.getAttribute("data-placeholder"))),
  button: (wanted) =>
    all("button,input[type=submit],input[type=button],input[type=image],[role=button],summary")
      .filter((e) => shown(e) && faces(e).some(same(wanted))),
  link: (wanted) => all("a[href],[role=link],a[onclick]").filter((e) => shown(e) && faces(e).some(same(wanted))),
  heading: (wanted) => all("h1,h2,h3,h4,h5,h6,[role=heading]").filter((e) => shown(e) && same(wanted)(e.textContent)),
  text: (wanted) => (document.body && says(visible(scope), wanted) ? [scope.body || scope] : []),
  words: (wanted) => saying(wanted),
  css: (wanted) => all(wanted).filter(shown),
  tab: (wanted) => all("[role=tab]").filter((e) => shown(e) && faces(e).some(same(wanted))),
  menu: (wanted) => all("[role=menuitem],[role=menuitemcheckbox]").filter((e) => shown(e) && faces(e).some(same(wanted))),
  dialog: (wanted) => all("dialog[open],[role=dialog],[role=alertdialog],.modal").filter((e) => shown(e) && caption(e).some(same(wanted))),
  group: (wanted) => all(GROUPS + ",section,article,details,form,[role=region],[role=tabpanel]")
    .filter((e) => shown(e) && caption(e).some(same(wanted))),
  frame: (wanted) => all("iframe,frame").filter((e) => [e.name, e.title, e.id, ...spoken(e)].some(same(wanted))),
  // "1" is the first row of the page's records; any other name is a row in which a cell says exactly that.
  row: (wanted) => rows(wanted).map((row) => row.querySelector("a[href]") || row),
  line: (wanted) => rows(wanted),
  option: (wanted) => {
    const listed = all(OPTIONS).filter((e) => shown(e) && faces(e).some(same(wanted)));
    const plainOnes = () => all("[role=listbox] *,ul li,.dropdown *").filter((e) => shown(e) && same(wanted)(e.textContent))
      .filter((e, _, found) => !found.some((other) => other !== e && e.contains(other)));
    if (listed.length) return listed;
    return before ? appeared(same(wanted)).length ? appeared(same(wanted)) : plainOnes() : plainOnes();
  },
  containing: (wanted) => {
    const listed = all(OPTIONS).filter((e) => shown(e) && says(e.textContent, wanted));
    return listed.length || !before ? listed : appeared((text) => says(text, wanted));
  },
};
const rows = (wanted) => {
  // A menu may be made of a table, too.
  const lines = all("tbody tr,[role=row]")
    .filter((r) => shown(r) && r.querySelector("td,[role=cell],[role=gridcell]") && !r.closest("nav,aside,[role=navigation]"));
  const cell = (row) => [...row.querySelectorAll("td,th,[role=cell],[role=gridcell],[role=rowheader]")].some((c) => same(wanted)(c.textContent));
  if (!lines.length) return listed(wanted);
  return /^[0-9]{1,3}$/.test(wanted) ? lines.slice(Number(wanted) - 1, Number(wanted)) : lines.filter(cell);
};
// Inside what `path` names, outermost first: each of it is [kind, name].
const find = (kind, wanted, path = []) => {
  let places = [document];
  for (const [outer, called] of path) {
    places = places.flatMap((place) => {
      scope = place; known = roots(place);
      return [...new Set(finders[outer === "row" ? "line" : outer](called).filter(Boolean))];
    });
  }
  const found = places.flatMap((place) => {
    scope = place; known = roots(place);
    return finders[kind](wanted).filter(Boolean);
  });
  scope = document;
  return [...new Set(found)];
};
const idle = (e) => e.matches(":disabled") || e.getAttribute("aria-disabled") === "true";
const things = (kind, called, path) => find(kind, called, path).map((e) => [e, idle(e)]);
// What the first of several ways finds, where no frame might have what an earlier one names; and whether there are frames.
const search = (ways, within) => {
  let found = [];
  const framed = frames().length > 0;
  for (const [kind, called, path] of framed ? ways.slice(0, 1) : ways) {
    found = things(kind, called, [...within, ...path]);
    if (found.length) break;
  }
  return [found, framed];
};
