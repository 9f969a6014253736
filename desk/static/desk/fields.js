// The fields: which one is looked at, what was answered for it, how many are left.
export class Fields {
  constructor(form, viewer) {
    this.form = form;
    this.viewer = viewer;
    this.asked = [...form.querySelectorAll("[data-ask]")].filter((card) => card.querySelector("[data-field]"));
    this.last = null;
    this.warned = false;
    form.addEventListener("focusin", (event) => this.looked(event.target));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("submit", (event) => this.submitted(event));
    this.count();
  }

  begin() {
    const { begin } = this.form.dataset; // the field that was refused
    if (begin) this.goTo(begin);
    else if (!location.hash) this.input(this.asked[0])?.focus({ preventScroll: true });
  }

  input(card) {
    return card?.querySelector("[data-field]");
  }

  card() {
    return this.last?.closest("[data-ask]");
  }

  looked(target) {
    const field = target.closest("[data-ask], .field")?.querySelector("[data-field]") ?? (target.dataset.field === "" ? target : null);
    if (!field || field === this.last) return;
    this.last = field;
    if (field.dataset.field) this.viewer.point(field.dataset.field);
  }

  clicked(event) {
    const other = event.target.closest("[data-fill]");
    if (!other) return;
    this.last = this.input(other.closest("[data-ask]"));
    this.fill(other.dataset.fill);
  }

  // Put a text into the field that is looked at: the checks run as if it had been typed.
  fill(text) {
    if (!this.last) return;
    this.last.value = text;
    this.last.dispatchEvent(new Event("input", { bubbles: true }));
    this.last.dispatchEvent(new Event("change", { bubbles: true }));
    this.last.focus();
  }

  changed(target) {
    const card = target.closest("[data-ask]");
    if (!card) return;
    const [keep, ...absent] = card.querySelectorAll("[type=checkbox]");
    if (target === keep && keep.checked) for (const box of absent) box.checked = false;
    else if (absent.includes(target) && target.checked) {
      keep.checked = false;
      for (const box of absent) if (box !== target) box.checked = false;
    } else if (target.dataset.field) {
      for (const box of absent) box.checked = false;
      keep.checked = target.value.trim() !== "";
    }
    this.count();
  }

  answered(card) {
    return card.querySelector("[type=checkbox]:checked") !== null;
  }

  left() {
    return this.asked.filter((card) => !this.answered(card));
  }

  count() {
    for (const card of this.asked) card.classList.toggle("done", this.answered(card));
    const left = this.left().length;
    const { left: some, noneLeft: none } = this.form.dataset;
    const told = this.form.querySelector("[data-progress]");
    if (told) told.textContent = left ? some.replace("{}", left) : none;
    const badge = this.form.querySelector("[data-count]");
    if (badge) badge.textContent = left;
  }

  // The field is right as it stands; on to the next that asks.
  confirm() {
    const card = this.card();
    if (!card) return this.step(1);
    const keep = card.querySelector("[data-keep]");
    if (!this.answered(card) && this.input(card).value.trim()) keep.checked = true;
    this.count();
    this.step(1);
  }

  step(direction) {
    const here = this.asked.indexOf(this.card());
    const order = direction > 0 ? [...this.asked.slice(here + 1), ...this.asked.slice(0, here + 1)] : [...this.asked].slice(0, Math.max(0, here)).reverse();
    const next = direction > 0 ? order.find((card) => !this.answered(card)) : order[0];
    if (next) this.goTo(this.input(next).dataset.field);
    else this.form.querySelector("[data-approve]")?.focus();
  }

  goTo(name) {
    const card = document.getElementById(`field-${name}`);
    const fold = card?.closest("details");
    if (fold) fold.open = true;
    card?.scrollIntoView({ block: "center" });
    (this.input(card) ?? card)?.focus({ preventScroll: true });
  }

  choose(number) {
    this.card()?.querySelectorAll("[data-fill]")[number - 1]?.click();
  }

  say(what) {
    const box = this.card()?.querySelector(`[value=${what}]`);
    if (!box) return;
    box.click();
    if (box.checked) this.step(1);
  }

  approve() {
    this.form.querySelector("[data-approve]")?.click();
  }

  correct() {
    this.form.querySelector(".actions [value=correct]")?.click();
  }

  // Nothing doubtful goes on unseen: the first press shows what is left, a second one means it.
  submitted(event) {
    const left = this.left();
    if (event.submitter?.value !== "approve" || this.warned || !left.length) return;
    event.preventDefault();
    this.warned = true;
    this.form.querySelector("[data-progress]").textContent = this.form.dataset.sure.replace("{}", left.length);
    this.goTo(this.input(left[0]).dataset.field);
  }
}
