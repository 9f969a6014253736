// Lists, choices, switches, rows and buttons that a page makes of plain elements, known by what a person sees of them.
const pointed = (e) => getComputedStyle(e).cursor === "pointer";
const MADE = "button,a[href],label,input,select,textarea,option,summary,[role],[contenteditable]";
// What one can click that is nothing by itself: the outermost of it.
const clickables = (root) => within(root, "*")
  .filter((e) => shown(e) && pointed(e) && !(e.parentElement && pointed(e.parentElement)) && !e.closest(MADE) && !e.querySelector(CONTROLS));
const ON = /(^|[\s_-])(on|active|selected|checked|chosen|current|pressed|activ[oa]|seleccionad[oa]|elegid[oa]|marcad[oa])(?=$|[\s_-])/i;
const told_on = (e) => ["aria-pressed", "aria-checked", "aria-selected"].map((one) => e.getAttribute(one)).find(Boolean);
const lit = (e) => (told_on(e) ? told_on(e) === "true" : ON.test(e.getAttribute("class") || "") || e.hasAttribute("selected"));
// Some things side by side of which one is taken: its name stands before them, they are no buttons of other kinds.
const segments = (e) => {
  if (e.matches(CONTROLS) || e.querySelector(CONTROLS)) return [];
  const own = [...e.querySelectorAll("button,[role=button]")].filter((b) => shown(b) && plain(b.textContent));
  const found = own.length ? own : pointed(e) ? [] : clickables(e).filter((one) => plain(one.textContent));
  return found.length > 1 && found.every((one) => plain(one.textContent).length < 60) ? found : [];
};
const looks = (e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.fontWeight, s.borderColor].join(); };
const taken = (e) => {
  const all = segments(e), told = all.filter(lit);
  if (told.length || all.length < 3) return told;
  return all.filter((one) => all.every((other) => other === one || looks(other) !== looks(one)))
    .filter((_, __, odd) => odd.length === 1);
};
const segment = (e, wanted) => segments(e).find((one) => faces(one).some(same(wanted))) || null;
// A switch drawn beside its name: the one thing there to click that says nothing itself.
const switches = new WeakMap();
const switched = (named) => {
  for (let place = named.parentElement, up = 0; place && up < 2; place = place.parentElement, up += 1) {
    if (plain(place.textContent) !== plain(named.textContent)) return null;
    const found = pointed(place) ? within(place, "*").filter((e) => shown(e) && !plain(e.textContent) && !e.contains(named)) : clickables(place).filter((e) => !plain(e.textContent));
    if (found.length && !place.querySelector(CONTROLS)) { switches.set(found[0], place); return found[0]; }
  }
  return null;
};
const lighted = (e) => {
  for (let here = e; here; here = here === switches.get(e) ? null : here.parentElement) if (lit(here)) return true;
  return within(e, "*").some(lit);
};
// What a list shows once it is open was not in sight before.
let before = null;
const opening = () => { known = roots(document); before = new WeakSet(all("*").filter(shown)); };
const fresh = (e) => before && !before.has(e);
const innermost = (found) => found.filter((e) => !found.some((other) => other !== e && e.contains(other)));
const appeared = (accept) => innermost(all("*").filter((e) => !e.matches(CONTROLS + ",script,style,option") && fresh(e) && shown(e)
  && e.textContent.length < 300 && accept(e.textContent)));
// The records of a list without a table: what one clicks that has several texts, or what is repeated around a text.
const listed = (wanted) => {
  const lines = [...all("[role=listitem],li").filter((e) => shown(e) && (pointed(e) || e.querySelector("a[href]"))), ...clickables(scope)]
    .filter((e) => !e.closest("nav,aside,header,footer,[role=navigation],[role=listbox]") && [...e.children].filter((c) => plain(c.textContent)).length > 1);
  if (/^[0-9]{1,3}$/.test(wanted)) return lines.slice(Number(wanted) - 1, Number(wanted));
  return lines.filter((e) => [...e.querySelectorAll("*")].some((part) => same(wanted)(part.textContent)));
};
