// What the page calls its things, for messages and first drafts; never what fields hold.
const SORTS = {
  button: "button,input[type=submit],input[type=button],[role=button],summary",
  link: "a[href],[role=link]",
  heading: "h1,h2,h3,h4,h5,h6,[role=heading]",
  tab: "[role=tab]",
  menu: "[role=menuitem]",
  option: OPTIONS,
  dialog: "dialog[open],[role=dialog],[role=alertdialog],.modal",
  group: GROUPS + ",section,details,form,[role=region]",
  placeholder: "[placeholder]",
  row: "tbody tr,[role=row]",
};
const lettered = (texts) => texts.map(unsigned).find((text) => /\p{L}/u.test(text)) || texts.map(plain).find(Boolean);
const TITLES = { dialog: caption, group: caption, placeholder: (e) => [e.placeholder], row: () => [] };
const titles = (e, kind) => (TITLES[kind] || faces)(e);
const names = (kind) => {
  known = roots(document);
  const texts = kind === "label"
    ? [...all("label").filter(shown).map((l) => words(l)), ...all(CONTROLS).flatMap((e) => [...spoken(e), e.placeholder])]
    : SORTS[kind] ? all(SORTS[kind]).filter(shown).map((e) => lettered(titles(e, kind).filter(Boolean))) : [];
  return [...new Set(texts.map((t) => plain(t).replace(MARKS, "")).filter((t) => t && t.length < 60))];
};
// The page's words, to tell whether it has changed; they do not leave it.
const print = () => [...visible(document)].reduce((sum, one) => (sum * 31 + one.codePointAt(0)) | 0, 0);
const frames = () => { known = roots(document); return all("iframe,frame").filter(shown); };
const SEEKS = /^(escrib|busc|tecle|introdu.*letra|cerc|escriv|search|type)/i;
// What kind of step a field is drafted as.
const drafted = (e) => {
  if (e.matches("[role=combobox],[aria-haspopup=listbox]")) return e.matches("input") ? "combobox" : "list";
  if (SEEKS.test(e.placeholder || "") || e.getAttribute("aria-autocomplete")) return "combobox";
  if (switches.has(e)) return "checkbox";
  if (!e.matches(CONTROLS + ",iframe")) return "list";
  if (["checkbox", "radio", "file"].includes(e.type)) return e.type;
  return e.matches("[role=checkbox],[role=switch]") ? "checkbox" : sort(e);
};
// The text that stands before a field without a label, or in the same box after it, where it leads to that field.
const standing = (e) => {
  for (const near of [e.nextElementSibling, e.parentElement]) {
    const said = near && near.innerText.length < 100 ? plain(words(near)).replace(MARKS, "") : "";
    if (/\p{L}/u.test(said) && find("label", said).includes(e)) return said;
  }
  for (let here = e, up = 0; here && up < 3; here = here.parentElement, up += 1) {
    for (let before = here.previousElementSibling; before; before = before.previousElementSibling) {
      const said = before.matches(CONTROLS) || before.querySelector("button,[role=button]") ? "" : plain(before.innerText).replace(MARKS, "");
      if (said && said.length < 60 && find("label", said).includes(e)) return said;
    }
  }
  return "";
};
const labelled = (e) => [e.labels && e.labels.length ? words(e.labels[0]) : "", ...spoken(e)].map(plain).find(Boolean);
// The page's or a part's title is no field's name where a hint stands in the field itself.
const calls = (e) => {
  const before = labelled(e) ? "" : standing(e), hint = plain(e.placeholder);
  return labelled(e) || (hint && titled().includes(before) ? hint : before || hint) || plain(e.title);
};
const pressed = (e) => e.tagName === "INPUT" && ["submit", "button", "image", "reset"].includes(e.type);
// The name of what a field belongs to: a legend, else the words before the first of the round buttons.
const grouped = (e) => {
  const legend = plain((e.closest(GROUPS)?.querySelector("legend") || {}).textContent);
  if (legend || e.type !== "radio") return legend;
  const held = together(e, e.parentElement), first = radios(held)[0];
  const walker = document.createTreeWalker(held.parentElement || held, NodeFilter.SHOW_TEXT);
  let said = "";
  for (let node = walker.nextNode(); node && first.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING; node = walker.nextNode()) {
    if (plain(node.data) && !node.parentElement.closest("label,script,style")) said = plain(node.data).replace(MARKS, "");
  }
  return said && find("label", said).length ? said : "";
};
// Above it and as far left, or to the left of it: where a person looks for a name.
const beside = (box, said) => leaves(said).some((e) => {
  const name = e.getBoundingClientRect(), own = box.getBoundingClientRect();
  return (name.bottom <= own.top + 4 && Math.abs(name.left - own.left) < 60) || (name.right <= own.left + 8 && name.bottom > own.top) || switches.has(box);
});
// What a page has made of plain elements beside a name: a list, some things of which one is taken, a switch.
const plainFields = () => {
  const boxes = clickables(document).map((e) => (segments(e.parentElement).includes(e) ? e.parentElement : e));
  return [...new Set(boxes)].map((e) => [e, standing(e)]).concat(clickables(document).filter((e) => !plain(e.textContent))
    .map((e) => [e, leaves(plain(e.parentElement.textContent)).length ? plain(e.parentElement.textContent) : ""]))
    .filter(([e, said]) => said && !titled().includes(said) && beside(e, said) && find("label", said).includes(e)).map(([e]) => e);
};
const spot = (e) => { while (!shown(e) && e.parentElement) e = e.parentElement; return e.getBoundingClientRect(); };
const placed = (a, b) => spot(a).top - spot(b).top || spot(a).left - spot(b).left;
const inspect = () => {
  known = roots(document);
  // What a script has put in the place of a field is listed in its stead, under its name.
  const replaced = new Map(all("select,textarea,input:not([type=hidden])").map((e) => [inPlace(e), e]).filter(([place, e]) => place !== e));
  const own = [...replaced.values()];
  const controls = all(CONTROLS + ",iframe").filter((e) => !own.includes(e))
    .filter((e) => (shown(e) || shown(handle(e)) || (e.type === "file" && shown(e.parentElement))) && !pressed(e));
  const called = (e) => (replaced.has(e) && labelled(replaced.get(e))) || calls(e);
  const offers = (e) => (e.tagName === "SELECT" ? [...e.options].filter((o) => o.value).map((o) => plain(o.textContent)).slice(0, 40) : []);
  return [...new Set([...controls, ...plainFields()])].sort(placed).map((e) => ({
    label: called(e).replace(MARKS, ""), sort: drafted(e),
    limit: limit(e), required: Boolean(e.required || e.getAttribute("aria-required") === "true"),
    options: segments(e).length ? segments(e).map((one) => plain(one.innerText)) : offers(replaced.get(e) || e),
    group: grouped(e),
    count: called(e) ? find("label", called(e)).length : 0,
  }));
};
const titled = () => all("h1,h2,h3,[role=heading]").filter(shown).map((e) => plain(e.textContent)).slice(0, 5);
// The button that sends the form with the most fields.
const sender = () => {
  const forms = all("form").filter(shown).sort((a, b) => b.querySelectorAll(CONTROLS).length - a.querySelectorAll(CONTROLS).length);
  const buttons = forms.length ? [...forms[0].querySelectorAll("input[type=submit],button[type=submit],button:not([type])")].filter(shown) : [];
  return buttons.length ? plain(faces(buttons[buttons.length - 1])[0]) : "";
};
const toggled = () => all("[role=switch],[role=checkbox],[role=combobox]").filter(shown).flatMap(faces).map(plain);
const pointing = () => {
  known = roots(document);
  const fields = plainFields();
  return clickables(document).filter((e) => !fields.some((field) => field.contains(e))).map((e) => plain(e.innerText)).filter((one) => one && one.length < 40);
};
// A page of scripts may keep its log-in itself.
const forget = () => { try { sessionStorage.clear(); localStorage.clear(); } catch (_) { /* a page without storage keeps nothing */ } };
const visit = () => ({
  fields: inspect(), tabs: names("tab"), headings: titled(), save: sender(),
  clickable: pointing(),
  buttons: names("button").filter((one) => !toggled().includes(one) && !names("tab").includes(one)),
});
