// The counter: files are dropped anywhere on the frame, and what was chosen is listed before it is sent.
const form = document.querySelector("[data-counter]");
const frame = form.querySelector("[data-drop]");
const files = form.querySelector("[name=files]");
const photos = form.querySelector("[name=photos]");
const chosen = form.querySelector("[data-chosen]");
const sum = form.querySelector("[data-sum]");

form.querySelector("[data-drop-hint]").hidden = false;
form.classList.add("listing");

for (const kind of ["dragenter", "dragover"]) {
  frame.addEventListener(kind, (event) => {
    event.preventDefault();
    frame.classList.add("over");
  });
}
for (const kind of ["dragleave", "drop"]) frame.addEventListener(kind, () => frame.classList.remove("over"));
frame.addEventListener("drop", (event) => {
  event.preventDefault();
  files.files = event.dataTransfer.files;
  list();
});
for (const input of [files, photos]) input.addEventListener("change", list);

// A pile of two hundred scrolls in a box of its own: the button stays where it is.
function list() {
  const given = [...files.files, ...photos.files];
  chosen.replaceChildren(...given.map((file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name} · ${size(file.size)}`;
    return line;
  }));
  const all = given.reduce((sum, file) => sum + file.size, 0);
  sum.textContent = given.length > 1 ? sum.dataset.said.replace("{}", given.length) + ` · ${size(all)}` : "";
  if (chosen.scrollHeight > chosen.clientHeight) chosen.tabIndex = 0;
  else chosen.removeAttribute("tabindex");
}

function size(bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1).replace(".", ",")} MB`;
}

form.addEventListener("submit", (event) => {
  if (!files.files.length && !photos.files.length) {
    event.preventDefault();
    form.querySelector("[data-told]").textContent = form.dataset.none;
    files.focus();
    return;
  }
  form.querySelector("[data-told]").textContent = form.dataset.sending;
});
