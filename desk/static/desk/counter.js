// The counter: files are dropped anywhere on the frame, and what was chosen is listed before it is sent.
const form = document.querySelector("[data-counter]");
const frame = form.querySelector("[data-drop]");
const files = form.querySelector("[name=files]");
const photos = form.querySelector("[name=photos]");
const chosen = form.querySelector("[data-chosen]");

form.querySelector("[data-drop-hint]").hidden = false;

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

function list() {
  chosen.replaceChildren(...[...files.files, ...photos.files].map((file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`;
    return line;
  }));
}

form.addEventListener("submit", (event) => {
  if (!files.files.length && !photos.files.length) {
    event.preventDefault();
    files.focus();
    return;
  }
  form.querySelector("[data-told]").textContent = form.dataset.sending;
});
