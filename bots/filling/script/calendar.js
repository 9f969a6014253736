// A calendar drawn by the page: a thing in sight with a month's name, a year and the days of it.
const MONTHS = [
  "enero gener january", "febrero febrer february", "marzo març march", "abril april", "mayo maig may", "junio juny june",
  "julio juliol july", "agosto agost august", "septiembre setiembre setembre september", "octubre october",
  "noviembre novembre november", "diciembre desembre december",
].map((names) => names.split(" "));
const monthNamed = (word) => MONTHS.findIndex((names) => names.some((name) => name.startsWith(word)));
const monthOf = (text) => {
  const words = plain(text).toLowerCase().match(/\p{L}{3,}/gu) || [], year = (/\b(1[89]|20|21)\d\d\b/.exec(text) || [])[0];
  const month = words.map(monthNamed).find((one) => one >= 0) ?? -1; // days of the week, as «mar», stand behind it
  const written = /\b(\d{1,2})\s*[/-]\s*((?:19|20)\d\d)\b/.exec(text);
  if (written) return Number(written[2]) * 12 + Number(written[1]) - 1;
  return year && month >= 0 ? Number(year) * 12 + month : null;
};
const DAYS = "button,a,td,[role=gridcell],[role=option],[role=button],span,div";
const days = (box) => [...box.querySelectorAll(DAYS)].filter((e) => /^\d{1,2}$/.test(plain(e.textContent)) && shown(e) && !e.querySelector(DAYS));
const calendarBox = () => {
  const boxes = all("[role=dialog],[role=grid],[role=application],table,div,section")
    .filter((e) => shown(e) && e.textContent.length < 900 && days(e).length >= 28);
  return boxes.filter((e) => heading(e) !== null).sort((a, b) => a.textContent.length - b.textContent.length)[0] || null;
};
const selects = (box) => [...box.querySelectorAll("select")].filter(shown);
const years = (box) => [...box.querySelectorAll("input")].filter((e) => shown(e) && /^(1[89]|20|21)\d\d$/.test(e.value));
const heading = (box) => {
  const told = [...selects(box).map((s) => (s.selectedOptions[0] || {}).textContent || ""), ...years(box).map((e) => e.value)];
  const chosen = told.join(" ");
  if (chosen && monthOf(chosen) !== null) return monthOf(chosen);
  const copy = box.cloneNode(true);
  copy.querySelectorAll("button,select,tbody").forEach((e) => { if (!monthOf(e.textContent)) e.remove(); });
  return monthOf(`${chosen} ${copy.textContent}`);
};
const calendar = () => { known = roots(document); const box = calendarBox(); return box ? { month: heading(box) } : null; };
const opener = (e) => {
  const near = [e.parentElement, (e.closest("label") || e).parentElement, e.parentElement && e.parentElement.parentElement].filter(Boolean)
    .flatMap((place) => [...place.querySelectorAll("button,[role=button],a,img")]).filter(shown);
  return near.find((b) => /calend|fecha|data|date/i.test(faces(b).join(" ") + b.className)) || (e.readOnly && near.length === 1 ? near[0] : e);
};
// One turn towards a month: a list of months or years is set at once (true), else the button to be clicked.
const turn = (at, wanted) => {
  const box = calendarBox();
  const lists = selects(box);
  for (const list of lists) {
    const says = ({ textContent: text }) =>
      /^\d{4}$/.test(plain(text)) ? Number(text) === Math.floor(wanted / 12) : monthOf(text + " 2000") === 24000 + (wanted % 12);
    const option = [...list.options].find(says);
    if (option && !option.selected) { list.value = option.value; list.dispatchEvent(new Event("change", { bubbles: true })); return true; }
  }
  const [typed] = years(box), year = String(Math.floor(wanted / 12));
  if (typed && typed.value !== year) {
    set(typed, year);
    typed.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true, key: year.slice(-1) }));
    return true;
  }
  const forward = wanted > at;
  const words = forward ? /sig|next|seg[uü]|posterior|avan|^[›»>▶►❯→]$/i : /ant|prev|^[‹«<◀◄❮←]$/i;
  const called = forward ? /(^|[\s_-])next/i : /(^|[\s_-])prev/i; // an arrow that is only drawn
  const yearly = /a[ñn]o|any|year|[»«]{1}/i;
  const found = [...box.querySelectorAll("button,a,[role=button],th,span")]
    .filter((b) => shown(b) && !days(box).includes(b))
    .filter((b) => faces(b).some((f) => words.test(plain(f))) || (!plain(b.textContent) && called.test(b.className)));
  const far = Math.abs(wanted - at) >= 12;
  const byYear = (b) => faces(b).some((f) => yearly.test(f));
  return (far && found.find(byYear)) || found.find((b) => !byYear(b)) || found[0] || null;
};
// Days of the months before and after stand there too: ours are those from the first 1 to the next.
const day = (number) => {
  const all = days(calendarBox()), first = all.findIndex((e) => plain(e.textContent) === "1");
  const found = all.slice(first).find((e) => Number(e.textContent) === number);
  return found && !found.disabled && found.getAttribute("aria-disabled") !== "true" ? found : null;
};
