// The paper: pages, zoom, turning, thumbnails, and words that can be chosen by a click or by dragging over them.
const STEP = 1.25;
const ENLARGED = 2; // what is drawn for the screen is sharp up to there
const SVG = "http://www.w3.org/2000/svg";

export class Viewer {
  constructor(root) {
    this.root = root;
    this.stage = root.querySelector("[data-stage]");
    this.sheets = [...root.querySelectorAll("[data-sheet]")];
    this.page = 0;
    this.zoom = 1;
    this.turns = this.sheets.map(() => 0);
    this.onWords = () => {};
    this.onPlace = () => {};
    if (!this.sheets.length) return;
    for (const hidden of root.querySelectorAll("[hidden]")) hidden.hidden = false;
    root.classList.add("live");
    root.addEventListener("click", (event) => this.clicked(event));
    for (const sheet of this.sheets) this.makeSelectable(sheet);
    window.addEventListener("resize", () => this.draw());
    this.show(0);
  }

  clicked(event) {
    const button = event.target.closest("button");
    const place = event.target.closest("[data-place]");
    if (place) {
      event.preventDefault();
      this.onPlace(place.dataset.place);
    } else if (button?.dataset.page) this.turnPage(Number(button.dataset.page));
    else if (button?.dataset.zoom) this.zoomBy(Number(button.dataset.zoom));
    else if (button?.dataset.fit) this.fit(button.dataset.fit);
    else if (button?.dataset.go) this.show(Number(button.dataset.go));
    else if (button && "turn" in button.dataset) this.turn();
  }

  turnPage(step) {
    this.show(Math.min(this.sheets.length - 1, Math.max(0, this.page + step)));
  }

  zoomBy(direction) {
    this.zoom = Math.min(6, Math.max(0.3, this.zoom * (direction > 0 ? STEP : 1 / STEP)));
    this.draw();
  }

  fit(what) {
    const { width, height } = this.size();
    const room = this.stage.clientHeight / this.stage.clientWidth;
    this.zoom = what === "page" ? Math.min(1, (room * width) / height) : 1;
    this.draw();
  }

  turn() {
    this.turns[this.page] = (this.turns[this.page] + 90) % 360;
    this.draw();
  }

  show(index) {
    this.page = index;
    this.sheets.forEach((sheet, place) => { sheet.hidden = place !== index; });
    for (const thumb of this.root.querySelectorAll("[data-go]")) {
      thumb.toggleAttribute("aria-current", Number(thumb.dataset.go) === index);
    }
    this.root.querySelector("[data-where]").textContent = `${index + 1} / ${this.sheets.length}`;
    this.stage.scrollTop = 0;
    for (const near of [index, index + 1]) this.loadPicture(this.sheets[near]);
    this.loadWords(this.sheets[index]);
    this.draw();
  }

  // Pages far down a pile come when they are looked at, or are next.
  loadPicture(sheet) {
    const waiting = sheet?.querySelector("image[data-href]");
    if (!waiting) return;
    waiting.setAttribute("href", waiting.dataset.href);
    waiting.removeAttribute("data-href");
  }

  size() {
    const { width, height } = this.svg().dataset;
    const sideways = this.turns[this.page] % 180 !== 0;
    return sideways ? { width: Number(height), height: Number(width) } : { width: Number(width), height: Number(height) };
  }

  svg() {
    return this.sheets[this.page].querySelector("svg");
  }

  draw() {
    const svg = this.svg();
    const { width, height } = this.size();
    const turn = this.turns[this.page];
    const shift = { 0: [0, 0], 90: [width, 0], 180: [width, height], 270: [0, height] }[turn];
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.querySelector("g").setAttribute("transform", `translate(${shift}) rotate(${turn})`);
    svg.style.width = `${this.zoom * 100}%`;
    if (this.zoom > ENLARGED) this.sharpen(svg.querySelector("image[href]"));
  }

  // A page that is enlarged is drawn anew, finer; until that has come, the one that is there stays.
  sharpen(image) {
    if (!image || "fine" in image.dataset) return;
    image.dataset.fine = "";
    const finer = new Image();
    finer.onload = () => image.setAttribute("href", finer.src);
    finer.src = `${image.getAttribute("href")}?enlarged`;
  }

  // Bring a value's frame into view, on whatever page it stands.
  point(name) {
    for (const marked of this.root.querySelectorAll("rect.here")) marked.classList.remove("here");
    const frame = this.root.querySelector(`#place-${CSS.escape(name)}`);
    if (!frame) return;
    const sheet = frame.closest("[data-sheet]");
    if (this.sheets.indexOf(sheet) !== this.page) this.show(this.sheets.indexOf(sheet));
    frame.classList.add("here");
    const [box, room] = [frame.getBoundingClientRect(), this.stage.getBoundingClientRect()];
    this.stage.scrollBy({
      top: box.top - room.top - room.height / 3,
      left: box.left - room.left - Math.max(0, (room.width - box.width) / 2),
    });
  }

  async loadWords(sheet) {
    if (sheet.words) return;
    sheet.words = [];
    const answer = await fetch(sheet.dataset.words, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const layer = document.createElementNS(SVG, "g");
    layer.classList.add("words");
    layer.setAttribute("aria-hidden", "true"); // each word can be typed as well; a thousand stops would help nobody
    for (const [text, x0, y0, x1, y1] of (await answer.json()).words) {
      const rect = document.createElementNS(SVG, "rect");
      for (const [name, value] of Object.entries({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 })) rect.setAttribute(name, value);
      layer.append(rect);
      sheet.words.push({ text, rect });
    }
    sheet.querySelector("svg g").append(layer);
  }

  // A click takes one word; a drag takes every word between its ends, in reading order.
  makeSelectable(sheet) {
    const at = (event) => sheet.words?.findIndex((word) => word.rect === event.target) ?? -1;
    let first = -1;
    let last = -1;
    const paint = () => sheet.words.forEach((word, place) => {
      word.rect.classList.toggle("chosen", first >= 0 && place >= Math.min(first, last) && place <= Math.max(first, last));
    });
    sheet.addEventListener("pointerdown", (event) => {
      first = last = at(event);
      if (first < 0) return;
      event.preventDefault();
      paint();
    });
    sheet.addEventListener("pointermove", (event) => {
      const here = at(event);
      if (first < 0 || here < 0 || here === last) return;
      last = here;
      paint();
    });
    window.addEventListener("pointerup", () => {
      if (first < 0) return;
      const [from, to] = [Math.min(first, last), Math.max(first, last)];
      first = -1;
      paint();
      this.onWords(sheet.words.slice(from, to + 1).map((word) => word.text).join(" "));
    });
  }
}
