// The whole review by keyboard. Letters only count together with Alt, so that nothing typed is ever a command (WCAG 2.1.4).
export function bindKeys(fields, viewer, help, opener) {
  const withAlt = {
    ArrowDown: () => fields.step(1),
    ArrowUp: () => fields.step(-1),
    KeyN: () => fields.say("absent"),
    KeyL: () => fields.say("illegible"),
    KeyS: () => fields.correct(),
    KeyZ: () => viewer.zoomBy(1),
    KeyX: () => viewer.zoomBy(-1),
    KeyR: () => viewer.turn(),
    KeyA: () => viewer.turnPage(-1),
    KeyD: () => viewer.turnPage(1),
  };
  for (const number of [1, 2, 3, 4]) withAlt[`Digit${number}`] = () => fields.choose(number);

  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
  }

  document.addEventListener("keydown", (event) => {
    if (help.open) return;
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    const action = commandOf(event, typing);
    if (!action) return;
    event.preventDefault();
    action();
  });

  function commandOf(event, typing) {
    if (event.key === "F1" || (event.key === "?" && !typing)) return () => help.showModal();
    if (event.key === "Enter" && event.ctrlKey) return () => fields.approve();
    if (event.altKey && !event.ctrlKey) return withAlt[event.code];
    if (event.key !== "Enter" || event.shiftKey) return null;
    return event.target.matches("[data-field], [data-keep]") ? () => fields.confirm() : null;
  }
}
