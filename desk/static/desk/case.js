// The case: reloads while robots are at work, and leads on to the next case by Enter.
import { listen } from "./live.js";

listen(document.querySelector("[data-live]"));
document.querySelector("[data-first]")?.focus();
