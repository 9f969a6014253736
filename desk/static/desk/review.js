// The validation table: joins the paper, the fields and the keyboard. The page works without it.
import { Viewer } from "./viewer.js";
import { Fields } from "./fields.js";
import { bindKeys } from "./keys.js";
import { listen } from "./live.js";

const form = document.querySelector("[data-review]");
const viewer = new Viewer(document.querySelector("[data-viewer]"));
if (form) {
  const fields = new Fields(form, viewer);
  viewer.onWords = (text) => fields.fill(text);
  viewer.onPlace = (name) => fields.goTo(name);
  bindKeys(fields, viewer, document.querySelector("[data-keys]"), document.querySelector("[data-help]"));
  fields.begin();
}
listen(document.querySelector("[data-live]"));
