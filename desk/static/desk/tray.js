// The tray: pick all, and tell that something came in meanwhile.
import { listen } from "./live.js";

const all = document.querySelector("[data-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll("[name=number]")) box.checked = all.checked;
  });
}
listen(document.querySelector("[data-live]"));
