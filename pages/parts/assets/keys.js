// Links that name a key in aria-keyshortcuts are followed by it. Always with Alt or Ctrl, or F1: a barcode reader
// types bare letters and digits. Keys are read by their place, so that a Vietnamese keyboard driver changes nothing.
(() => {
  "use strict";
  const NAMES = { ArrowUp: "Up", ArrowDown: "Down", NumpadEnter: "Enter" };
  const named = (event) => {
    const key = event.code.replace(/^(Key|Digit|Numpad(?=\d))/, "");
    const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"];
    return [...held, NAMES[key] || key].filter(Boolean).join("+");
  };
  // A tab that was clicked keeps the focus and swallows Enter, also with Ctrl: the key was meant for the page.
  window.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || named(event) !== "Ctrl+Enter" || !event.target.closest?.("[role=tab]")) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const { code, key } = event;
    document.body.dispatchEvent(new KeyboardEvent("keydown", { code, key, ctrlKey: true, bubbles: true }));
  }, true);
  document.addEventListener("keydown", (event) => {
    if (!(event.altKey || event.ctrlKey || event.code === "F1") || event.metaKey || event.repeat) return;
    const key = named(event);
    const field = key === "Alt+T" && document.querySelector(".st-key-list-search input");
    const link = document.querySelector(`a[aria-keyshortcuts="${key}"]`);
    if (!field && !link) return;
    event.preventDefault();
    if (field) {
      field.focus();
      field.select();
    } else {
      link.click();
    }
  });
})();
