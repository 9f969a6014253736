// A list that searches while one types is a combobox: the field itself, or the one a script put in its place.
const combobox = (e) =>
  e.matches("[role=combobox]") ? e : (e.nextElementSibling || e.parentElement).querySelector("[role=combobox]") || e;
// The list has looked and found nothing: it says so (an alert), and is not looking any more.
const exhausted = () =>
  all("[role=listbox] [role=alert],[role=listbox][role=alert]").some((e) => shown(e) && !e.matches(".loading-results"));
// Whether options are in sight, and whether one types to narrow them: the cursor stands in a line that came with the list.
const offered = () => all(OPTIONS).some(shown);
const narrowing = () => {
  let e = document.activeElement;
  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  return Boolean(e && e.matches("input,[role=searchbox]") && fresh(e));
};
// A list may hold only the options in sight: further down it, from its top; whether it went any further.
let leafed = null;
const further = () => {
  const option = all(OPTIONS).find(shown);
  let list = option;
  while (list && !(list.scrollHeight > list.clientHeight + 2 && /auto|scroll/.test(getComputedStyle(list).overflowY))) list = list.parentElement;
  if (!list) return false;
  const before = list.scrollTop;
  if (leafed !== list) { leafed = list; list.scrollTop = 0; if (before) return true; }
  list.scrollTop += Math.max(list.clientHeight - 30, 20);
  return list.scrollTop !== before;
};
