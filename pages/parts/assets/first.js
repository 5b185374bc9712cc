// What is typed first has the focus as soon as it is there, so that a card reader or the keyboard can begin. Nobody is
// taken out of a field, and on a touch screen the keyboard stays away until it is asked for.
(() => {
  "use strict";
  const FIRST = ".st-key-mc-first :is(input, textarea)";
  let seen = null;
  let waiting = false;
  const look = () => {
    waiting = false;
    const field = document.querySelector(FIRST);
    if (field === seen) return;
    const free = [document.body, seen].includes(document.activeElement);
    seen = field;
    if (field && free) field.focus({ preventScroll: true });
  };
  if (window.matchMedia("(pointer: coarse)").matches) return;
  new MutationObserver(() => {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
