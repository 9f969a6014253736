// The tray: pick all, say how many are picked, and tell that something came in meanwhile.
import { listen } from "./live.js";

const form = document.querySelector("[data-batch]");
const all = document.querySelector("[data-all]");
if (form && all) {
  const boxes = [...form.querySelectorAll("[name=number]")];
  const picked = form.querySelector("[data-picked]");
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    picked.textContent = count ? picked.dataset.said.replace("{}", count) : "";
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", tell);
  tell();
}
listen(document.querySelector("[data-live]"));
