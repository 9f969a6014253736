// The pages of a case: moved by their buttons or by their number; the page stands where its number says.
const form = document.querySelector("[data-bundle]");
const list = form.querySelector(".leaves");
const told = form.querySelector("[data-told]");

for (const button of form.querySelectorAll("[data-move]")) button.hidden = false;
put(leaves().sort((one, other) => number(one) - number(other))); // after a refusal, as it was sent

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const leaf = button.closest("[data-leaf]");
  move(leaf, leaves().indexOf(leaf) + Number(button.dataset.move));
  button.focus();
});
form.addEventListener("change", (event) => {
  if ("order" in event.target.dataset) move(event.target.closest("[data-leaf]"), number(event.target.closest("[data-leaf]")) - 1);
});

function leaves() {
  return [...list.querySelectorAll("[data-leaf]")];
}

function number(leaf) {
  return Number.parseInt(leaf.querySelector("[data-order]").value, 10) || 0;
}

function move(leaf, place) {
  const others = leaves().filter((other) => other !== leaf);
  const at = Math.min(others.length, Math.max(0, place));
  others.splice(at, 0, leaf);
  put(others);
  told.textContent = form.dataset.moved.replace("{}", at + 1);
}

function put(order) {
  list.append(...order);
  order.forEach((leaf, place) => { leaf.querySelector("[data-order]").value = place + 1; });
}
