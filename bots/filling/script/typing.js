// The field that takes files, where a page hides it behind a button or a place to drop them.
const filing = (e) => {
  if (e.type === "file") return e;
  for (let place = e; place && place !== document.body; place = place.parentElement) {
    const found = within(place, "input[type=file]");
    if (found.length) return found.length === 1 ? found[0] : null;
  }
  return null;
};

// What kind of hand a field needs.
const sort = (e) => {
  if (e.matches(GROUPS) || cards(e)) return "group";
  if (e.tagName === "IFRAME") return "frame";
  if (e.isContentEditable) return "editor";
  if (["date", "time", "month", "week", "color", "range", "datetime-local"].includes(e.type)) return "set";
  if (e.tagName === "SELECT") return "select";
  if (e.matches("input,textarea")) return e.readOnly ? "locked" : e.tagName === "TEXTAREA" ? "lines" : "line";
  return "other";
};
// All that typing needs to know of a field, in one question.
const fields = (called, path) => find("label", called, path).map((e) => [e, sort(e), value(e), limit(e)]);
// The same of what one chooses from, with the option that is wanted where it is there.
const choices = (called, path, wanted) => {
  changed();
  return find("label", called, path).map((e) => {
    const kind = sort(e);
    return [e, kind, kind === "select" ? option(e, wanted) : kind === "group" ? radio(e, wanted) : kind === "other" ? segment(e, wanted) : null];
  });
};
// What one writes in, of a document that is an editor's frame.
const editors = () => [...document.querySelectorAll("[contenteditable=true],[contenteditable='']"), document.body]
  .filter((e) => e && e.isContentEditable).slice(0, 1);
// Ready to be typed over: focused, with all it holds selected.
const take = (e) => {
  changed();
  e.scrollIntoView({ block: "center", inline: "nearest" });
  e.focus();
  if (e.isContentEditable) getSelection().selectAllChildren(e);
  else if (e.select) e.select();
};
// Fields that no keyboard types into: what they hold is set, and they are told.
const set = (e, text) => {
  changed();
  const owner = Object.getPrototypeOf(e);
  const written = e.type === "date" ? text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, "$3-$2-$1") : text;
  Object.getOwnPropertyDescriptor(owner, "value").set.call(e, written);
  for (const event of ["input", "change"]) e.dispatchEvent(new Event(event, { bubbles: true }));
};
const leave = () => { const e = document.activeElement; if (e && e.blur) e.blur(); };
// Lines one after another, as a paste of the keyboard, until one is not there, is no line, or does not take its text;
// how many took theirs. The page may act on each before the next.
const soon = window.setTimeout.bind(window);
const unspaced = (text) => text.replace(/\s+/g, "");
const type = async (lines, path) => {
  let done = 0;
  for (const [called, whole] of lines) {
    const [e, ...others] = find("label", called, path);
    if (!e || others.length || !["line", "lines"].includes(sort(e))) break;
    const text = sort(e) === "line" ? plain(whole) : whole.replace(/\t/g, " ");
    if (limit(e) && text.length > limit(e)) break;
    take(e);
    if (e.getRootNode().activeElement !== e) break;
    document.execCommand("insertText", false, text);
    await new Promise((resolve) => soon(resolve));
    if (unspaced(value(e)) !== unspaced(text)) break;
    done += 1;
  }
  return done;
};
