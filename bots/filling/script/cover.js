// While a picture is taken: other people's numbers, addresses and what `covers` names are covered, none is changed.
const PERSONAL = new RegExp([
  /[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?/, // IBAN
  /[XYZKLM]?\d{7,8}-?[A-Z]\b/, /\b\d{1,2}\.\d{3}\.\d{3}[- ]?[A-Z]\b/, /\b[A-W]\d{7}[A-J0-9]\b/, // NIF, NIE, a company's
  /[\w.+-]+@[\w-]+\.[\w.]+/,
  /(?:\+\d{2} ?)?\b[679]\d{2} ?\d{3} ?\d{3}\b/, /\b[679]\d{2}(?: ?\d{2}){3}\b/, // telephones
].map((one) => one.source).join("|"), "g");
const bare = (text) => (text || "").replace(/[\s.-]/g, "").toUpperCase();
const patch = (box) => {
  if (!box.width || !box.height) return;
  const cover = document.createElement("div");
  cover.setAttribute("data-dovtech-cover", "");
  const place = { left: box.left + scrollX, top: box.top + scrollY, width: box.width, height: box.height };
  const where = Object.entries(place).map(([name, pixels]) => `${name}:${pixels}px`).join(";");
  cover.style.cssText = `all:initial;position:absolute;background:#000;z-index:2147483647;${where}`;
  document.documentElement.append(cover);
};
const cover = (values, covers, hidden) => {
  const ours = bare(values.join("\n"));
  const secret = hidden.map((text) => new RegExp(escaped(text), "g"));
  const others = (text) => [
    ...[...(text || "").matchAll(PERSONAL)].filter((m) => !ours.includes(bare(m[0]))),
    ...secret.flatMap((one) => [...(text || "").matchAll(one)]),
  ];
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
    const held = (e) => (e.tagName === "SELECT" ? [...(e.size > 1 ? e.options : e.selectedOptions)].map((o) => o.textContent).join("\n") : e.value || e.placeholder);
    root.querySelectorAll("input,textarea,select").forEach((e) => { if (others(held(e)).length) patch(e.getBoundingClientRect()); });
  }
};
const uncover = () => document.querySelectorAll("[data-dovtech-cover]").forEach((e) => e.remove());
