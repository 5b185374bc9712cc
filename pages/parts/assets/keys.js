// Links that name a key in aria-keyshortcuts are followed by it. Always with Alt or Ctrl, or F1: a barcode reader
// types bare letters and digits. Keys are read by their place, so that a Vietnamese keyboard driver changes nothing.
(() => {
  "use strict";
  const FIELDS = {
    "Alt+T": ".st-key-list-search input",
    "Alt+Y": ".st-key-bulk-which-officer input",
    "Alt+E": ".st-key-bulk-which-label input",
  };
  const FIRST = ":is(.st-key-mc-narrow, .st-key-mc-looks) input";
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
  // What was typed is handed over before a key leads elsewhere: with its field gone, it would be lost.
  const keyOn = (kbd) => kbd.textContent.replace(/\s/g, "").replace("↑", "Up").replace("↓", "Down");
  const buttonOf = (key) =>
    [...document.querySelectorAll("button:not(:disabled) kbd")].find((kbd) => keyOn(kbd) === key)?.closest("button");
  window.addEventListener("keydown", (event) => {
    if (!(event.altKey || event.ctrlKey) || event.metaKey || event.repeat) return;
    const key = named(event), field = document.activeElement, button = buttonOf(key);
    const leads = button || document.querySelector(`a[aria-keyshortcuts="${key}"]`);
    const typing = field?.matches('[data-testid="stTextInputField"], [data-testid="stTextArea"] textarea');
    if (leads && typing && key !== "Ctrl+Enter") field.blur();
    if (button?.closest(".st-key-mc-verdicts") && !button.closest(".st-key-verdict-good")) {
      const before = note();
      const found = () => document.activeElement?.tagName !== "INPUT" && note() !== before && note();
      focusLater(found, Date.now() + 10000);
    }
  }, true);
  const note = () => document.querySelector('[class*="st-key-verdict-note-"] input');
  document.addEventListener("keydown", (event) => {
    if (!(event.altKey || event.ctrlKey || event.code === "F1") || event.metaKey || event.repeat) return;
    const key = named(event);
    const field = FIELDS[key] && document.querySelector(FIELDS[key]);
    const link = document.querySelector(`a[aria-keyshortcuts="${key}"]`);
    if (!field && !link) return;
    event.preventDefault();
    if (field) {
      field.focus();
      field.select();
    } else {
      link.click();
      if (link.getAttribute("aria-expanded") === "false") focusLater(() => document.querySelector(FIRST));
    }
  });
  // What the server draws takes a while; what it draws anew has lost the focus.
  const focusLater = (find, until = Date.now() + 4000) => {
    const found = find();
    if (found) found.focus({ preventScroll: true });
    else if (Date.now() < until) setTimeout(focusLater, 40, find, until);
  };
  const tickOf = (event) => event.target.closest?.("a[role=checkbox]");
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Space" || !tickOf(event)) return;
    event.preventDefault();
    tickOf(event).click();
  });
  document.addEventListener("click", (event) => {
    const tick = tickOf(event);
    if (!tick) return;
    const same = `a[role=checkbox][aria-label="${CSS.escape(tick.getAttribute("aria-label"))}"]`;
    focusLater(() => !tick.isConnected && document.activeElement === document.body && document.querySelector(same));
  });
})();
