// Finds things on a page by the names a person uses. Evaluated before each question to the page; defines `dovtech`.
// Names are compared without regard to case, outer spaces, and the ":" or "*" that forms put after a label.
const dovtech = (window.__dovtech ||= (() => {
  const plain = (text) => (text || "").replace(/\s+/g, " ").trim();
  const MARKS = /(?:\s|:|\*|\(\*\)|\((?:obligatori[oa]?|required)\))+$/i;
  const name = (text) => plain(text).replace(MARKS, "").toLocaleLowerCase("es");
  // What stands in an open shadow root is on the page like the rest.
  const roots = (root) => [root, ...[...root.querySelectorAll("*")].filter((e) => e.shadowRoot).flatMap((e) => roots(e.shadowRoot))];
  let scope = document;
  let known = [document];
  const all = (css) => known.flatMap((root) => [...root.querySelectorAll(css)]);
  const within = (element, css) => roots(element).flatMap((root) => [...root.querySelectorAll(css)]);
  const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
  const same = (wanted) => (text) => name(text) === name(wanted);
  const CONTROLS = "input:not([type=hidden]),select,textarea,[contenteditable=true],[contenteditable=''],[role=combobox],[role=textbox],[role=searchbox],[role=checkbox],[role=switch],[role=spinbutton],[aria-haspopup=listbox]";
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
    .map((id) => e.getRootNode().getElementById(id)).map((l) => (l ? l.textContent : "")).join(" ");
  const spoken = (e) => [e.getAttribute("aria-label"), byIds(e, "aria-labelledby")];
  // A script may have hidden the field and put its own editor or list beside it.
  const reachable = (e) => { const box = e.getBoundingClientRect(); return shown(e) && box.width > 2 && box.height > 2 && box.right + scrollX > 0 && box.bottom + scrollY > 0; };
  // A person chooses from the list in its place; what is chosen, the hidden select itself says best.
  let reading = false;
  const usable = (e) => {
    if (reading && e && e.tagName === "SELECT") return e;
    if (!e || reachable(e) || e.type === "file" || e.type === "checkbox" || e.type === "radio") return e;
    for (let near = e.nextElementSibling; near; near = near.nextElementSibling) {
      const editor = near.matches(EDITORS) ? near : near.querySelector(EDITORS);
      if (editor) return editor;
    }
    return e;
  };
  const sole = (element) => {
    if (!element) return null;
    if (element.matches(CONTROLS) || element.tagName === "IFRAME") return element;
    const inside = within(element, CONTROLS + ",iframe").filter(shown);
    return inside.length === 1 ? inside[0] : null;
  };
  // What a name without a control names is text that cannot be changed: it stands right behind the name.
  const behind = (e) => {
    for (let here = e, up = 0; here && up < 3; here = here.parentElement, up += 1) {
      let next = here.nextElementSibling;
      // An editor's row of buttons stands between its name and itself.
      while (next && (next.matches("[role=toolbar],[role=menubar]") || (next.querySelector("button,[role=button]") && !sole(next))) && next.nextElementSibling) next = next.nextElementSibling;
      if (sole(next)) return sole(next);
      if (up && sole(here)) return sole(here);
      if (next && shown(next)) return next;
    }
    return null;
  };
  const named = (label) => usable(label.control || label.querySelector(CONTROLS)) || behind(label);
  const faces = (e) => [e.value, e.textContent, e.innerText, e.title, ...spoken(e), ...[...e.querySelectorAll("img[alt]")].map((i) => i.alt)].filter(Boolean);
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
  const visible = (root) => roots(root).map((r) => (r === document ? document.body && document.body.innerText : r.innerText ?? [...r.children].map((c) => c.innerText || "").join(" "))).join(" ");
  const caption = (e) => [...spoken(e), e.title, (e.querySelector("legend,summary,h1,h2,h3,h4,h5,h6,[role=heading]") || {}).textContent];

  // What a person points at or clicks that is no button or link by itself: the innermost thing that says just that.
  const saying = (wanted) => all("*").filter((e) => !e.matches("script,style,option,html,body,head *") && e.textContent.length < wanted.length + 40 && same(wanted)(e.textContent) && shown(e))
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
    return places.length ? places : leaves(wanted).map(behind).filter(Boolean);
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
    group: (wanted) => all(GROUPS + ",section,article,details,form,[role=region],[role=tabpanel]").filter((e) => shown(e) && caption(e).some(same(wanted))),
    frame: (wanted) => all("iframe,frame").filter((e) => [e.name, e.title, e.id, ...spoken(e)].some(same(wanted))),
    // "1" is the first row of the page's records; any other name is a row in which a cell says exactly that.
    row: (wanted) => rows(wanted).map((row) => row.querySelector("a[href]") || row),
    line: (wanted) => rows(wanted),
    option: (wanted) => {
      const listed = all(OPTIONS).filter((e) => shown(e) && faces(e).some(same(wanted)));
      const plainOnes = () => all("[role=listbox] *,ul li,.dropdown *").filter((e) => shown(e) && same(wanted)(e.textContent))
        .filter((e, _, found) => !found.some((other) => other !== e && e.contains(other)));
      return listed.length ? listed : plainOnes();
    },
    containing: (wanted) => all(OPTIONS).filter((e) => shown(e) && says(e.textContent, wanted)),
  };
  const rows = (wanted) => {
    // A menu may be made of a table, too.
    const lines = all("tbody tr,[role=row]").filter((r) => shown(r) && r.querySelector("td,[role=cell],[role=gridcell]") && !r.closest("nav,aside,[role=navigation]"));
    const cell = (row) => [...row.querySelectorAll("td,th,[role=cell],[role=gridcell],[role=rowheader]")].some((c) => same(wanted)(c.textContent));
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

  const spanish = (iso) => iso.replace(/^(\d{4})-(\d\d)-(\d\d)/, "$3/$2/$1");
  const label = (e) => (e.matches("[role=radio]") && plain(e.textContent) ? e.textContent : e.labels && e.labels.length ? words(e.labels[0]) : e.getAttribute("aria-label") || (e.nextSibling || e).textContent || e.value);
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
    return plain(e.innerText);
  };
  const read = (wanted) => {
    reading = true;
    try {
      return wanted.map(([kind, called, path]) => find(kind, called, path).map(value)).map((v) => (v.length ? v[0] : null));
    } finally {
      reading = false;
    }
  };
  const option = (select, wanted) => [...select.options].find((o) => same(wanted)(o.textContent)) || null;
  const radio = (group, wanted) => radios(group).find((r) => same(wanted)(label(r))) || null;
  // The status of the answer that made this page; the browser's own page about a server that is not there has 0.
  const status = () => {
    if (location.protocol === "chrome-error:") return 0;
    return (performance.getEntriesByType("navigation")[0] || {}).responseStatus || 200;
  };
  const told = (css) => { known = roots(document); return all(css).filter(shown).map((e) => plain(e.innerText)).filter(Boolean); };
  const limit = (e) => (e.maxLength > 0 ? e.maxLength : 0);
  // A list that searches while one types is a combobox: the field itself, or the one a script put in its place.
  const combobox = (e) =>
    e.matches("[role=combobox]") ? e : (e.nextElementSibling || e.parentElement).querySelector("[role=combobox]") || e;
  // The list has looked and found nothing: it says so (an alert), and is not looking any more.
  const exhausted = () =>
    all("[role=listbox] [role=alert],[role=listbox][role=alert]").some((e) => shown(e) && !e.matches(".loading-results"));
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

  // A calendar drawn by the page: a thing in sight with a month's name, a year and the days of it.
  const MONTHS = ["ene gen jan", "feb", "mar", "abr apr", "may mai", "jun", "jul", "ago aug", "sep set", "oct", "nov", "dic des dec"].map((names) => names.split(" "));
  const monthOf = (text) => {
    const words = plain(text).toLowerCase().match(/\p{L}{3,}/gu) || [], year = (/\b(1[89]|20|21)\d\d\b/.exec(text) || [])[0];
    const month = MONTHS.findIndex((names) => words.some((word) => names.some((start) => word.startsWith(start))));
    const written = /\b(\d{1,2})\s*[/-]\s*((?:19|20)\d\d)\b/.exec(text);
    if (written) return Number(written[2]) * 12 + Number(written[1]) - 1;
    return year && month >= 0 ? Number(year) * 12 + month : null;
  };
  const DAYS = "button,a,td,[role=gridcell],[role=option],[role=button],span,div";
  const days = (box) => [...box.querySelectorAll(DAYS)].filter((e) => /^\d{1,2}$/.test(plain(e.textContent)) && shown(e) && !e.querySelector(DAYS));
  const calendarBox = () => {
    const boxes = all("[role=dialog],[role=grid],[role=application],table,div,section").filter((e) => shown(e) && e.textContent.length < 900 && days(e).length >= 28);
    return boxes.filter((e) => heading(e) !== null).sort((a, b) => a.textContent.length - b.textContent.length)[0] || null;
  };
  const selects = (box) => [...box.querySelectorAll("select")].filter(shown);
  const heading = (box) => {
    const chosen = selects(box).map((s) => (s.selectedOptions[0] || {}).textContent || "").join(" ");
    if (chosen && monthOf(chosen) !== null) return monthOf(chosen);
    const copy = box.cloneNode(true);
    copy.querySelectorAll("button,select,tbody").forEach((e) => { if (!monthOf(e.textContent)) e.remove(); });
    return monthOf(copy.textContent);
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
      const option = [...list.options].find((o) => (/^\d{4}$/.test(plain(o.textContent)) ? Number(o.textContent) === Math.floor(wanted / 12) : monthOf(o.textContent + " 2000") === 24000 + (wanted % 12)));
      if (option && !option.selected) { list.value = option.value; list.dispatchEvent(new Event("change", { bubbles: true })); return true; }
    }
    const forward = wanted > at;
    const words = forward ? /sig|next|seg[uü]|posterior|avan|^[›»>▶→]$/i : /ant|prev|^[‹«<◀←]$/i;
    const year = /a[ñn]o|any|year|[»«]{1}/i;
    const found = [...box.querySelectorAll("button,a,[role=button],th,span")].filter((b) => shown(b) && !days(box).includes(b) && faces(b).some((f) => words.test(plain(f))));
    const far = Math.abs(wanted - at) >= 12;
    return (far && found.find((b) => faces(b).some((f) => year.test(f)))) || found.find((b) => !faces(b).some((f) => year.test(f))) || found[0] || null;
  };
  // Days of the months before and after stand there too: ours are those from the first 1 to the next.
  const day = (number) => {
    const all = days(calendarBox()), first = all.findIndex((e) => plain(e.textContent) === "1");
    const found = all.slice(first).find((e) => Number(e.textContent) === number);
    return found && !found.disabled && found.getAttribute("aria-disabled") !== "true" ? found : null;
  };

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

  // Requests that change something, counted: what was typed last is saved once a later one has been answered.
  const traffic = { begun: 0, pending: 0, mark: 0 };
  const changed = () => { traffic.mark = traffic.begun; };
  const begins = (method) => { const counts = !/^(GET|HEAD|OPTIONS)$/i.test(method || "GET"); if (counts) { traffic.begun += 1; traffic.pending += 1; } return counts; };
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

  // While a picture is taken: other people's numbers, addresses and what `covers` names are covered, none is changed.
  const PERSONAL = /[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?|[XYZKLM]?\d{7,8}-?[A-Z]\b|\b[A-W]\d{7}[A-J0-9]\b|[\w.+-]+@[\w-]+\.[\w.]+|(?:\+\d{2} ?)?\b[679]\d{2} ?\d{3} ?\d{3}\b|\b[679]\d{2}(?: ?\d{2}){3}\b/g;
  const bare = (text) => (text || "").replace(/[\s.-]/g, "").toUpperCase();
  const patch = (box) => {
    if (!box.width || !box.height) return;
    const cover = document.createElement("div");
    cover.setAttribute("data-dovtech-cover", "");
    cover.style.cssText = `all:initial;position:absolute;background:#000;z-index:2147483647;left:${box.left + scrollX}px;top:${box.top + scrollY}px;width:${box.width}px;height:${box.height}px`;
    document.documentElement.append(cover);
  };
  const cover = (values, covers, hidden) => {
    const ours = bare(values.join("\n"));
    const secret = hidden.map((text) => new RegExp(escaped(text), "g"));
    const others = (text) => [...[...(text || "").matchAll(PERSONAL)].filter((m) => !ours.includes(bare(m[0]))), ...secret.flatMap((one) => [...(text || "").matchAll(one)])];
    for (const [kind, called, path] of covers) find(kind, called, path).forEach((e) => patch(e.getBoundingClientRect()));
    for (const root of roots(document)) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const m of others(node.data)) {
          const range = document.createRange();
          range.setStart(node, m.index); range.setEnd(node, m.index + m[0].length);
          [...range.getClientRects()].forEach(patch);
        }
      }
      root.querySelectorAll("input,textarea").forEach((e) => { if (others(e.value).length) patch(e.getBoundingClientRect()); });
    }
  };
  const uncover = () => document.querySelectorAll("[data-dovtech-cover]").forEach((e) => e.remove());

  // What the page calls its things, for messages and first drafts; never what fields hold.
  const SORTS = { button: "button,input[type=submit],input[type=button],[role=button],summary", link: "a[href],[role=link]", heading: "h1,h2,h3,h4,h5,h6,[role=heading]",
    tab: "[role=tab]", menu: "[role=menuitem]", option: OPTIONS, dialog: "dialog[open],[role=dialog],[role=alertdialog],.modal", group: GROUPS + ",section,details,form,[role=region]", placeholder: "[placeholder]", row: "tbody tr,[role=row]" };
  const titles = (e, kind) => (kind === "dialog" || kind === "group" ? caption(e) : kind === "placeholder" ? [e.placeholder] : kind === "row" ? [] : faces(e));
  const names = (kind) => {
    known = roots(document);
    const texts = kind === "label"
      ? [...all("label").filter(shown).map((l) => words(l)), ...all(CONTROLS).flatMap((e) => [...spoken(e), e.placeholder])]
      : SORTS[kind] ? all(SORTS[kind]).filter(shown).map((e) => titles(e, kind).map(plain).find(Boolean)) : [];
    return [...new Set(texts.map((t) => plain(t).replace(MARKS, "")).filter((t) => t && t.length < 60))];
  };
  // The page's words, to tell whether it has changed; they do not leave it.
  const print = () => { let sum = 0; const text = visible(document); for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) | 0; return sum; };
  const frames = () => { known = roots(document); return all("iframe,frame").filter(shown); };
  const inspect = () => {
    known = roots(document);
    const calls = (e) => [e.labels && e.labels.length ? words(e.labels[0]) : "", ...spoken(e), e.placeholder, e.title].map(plain).find(Boolean) || "";
    return all(CONTROLS + ",iframe").filter((e) => shown(e) && !["submit", "button", "image", "reset"].includes(e.type)).map((e) => ({
      label: calls(e).replace(MARKS, ""), sort: e.matches("[role=combobox],[aria-haspopup=listbox]") ? "combobox" : ["checkbox", "radio", "file"].includes(e.type) ? e.type : e.matches("[role=checkbox],[role=switch]") ? "checkbox" : sort(e),
      limit: limit(e), required: Boolean(e.required || e.getAttribute("aria-required") === "true"),
      options: e.tagName === "SELECT" ? [...e.options].filter((o) => o.value).map((o) => plain(o.textContent)).slice(0, 40) : [],
      group: plain((e.closest("fieldset")?.querySelector("legend") || {}).textContent),
      count: calls(e) ? find("label", calls(e)).length : 0,
    }));
  };
  const visit = () => ({ fields: inspect(), buttons: names("button"), headings: all("h1,h2,h3,[role=heading]").filter(shown).map((e) => plain(e.textContent)).slice(0, 5) });
  return { filing, print, further, calendar, opener, turn, day, cover, uncover, fields, combobox, exhausted, find, read, value, option, radio, status, told, sort, take, set, leave, saved, changed, names, frames, visit };
})());
