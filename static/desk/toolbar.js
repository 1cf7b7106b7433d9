/** Arrow keys walk along a toolbar; it is one stop of the Tab key. */
export function walk(event, toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const onwards = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
  const to = {
    ArrowRight: at + onwards,
    ArrowLeft: at - onwards,
    Home: 0,
    End: buttons.length - 1,
  }[event.key];
  if (at === -1 || to === undefined) return;
  event.preventDefault();
  const next = buttons[(to + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
