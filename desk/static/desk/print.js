// The slip for the citizen goes to the printer by one button.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
button.focus();
