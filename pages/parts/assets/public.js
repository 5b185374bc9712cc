// What the citizens' form needs of the browser itself: names without markup, the top of a new step, the first fault.
(() => {
  "use strict";

  // Streamlit puts the label's markdown into aria-label: a screen reader would read ":red[*]".
  const MARKUP = /:(?:red|orange|green|blue|gray)\[([^\]]*)\]/g;
  function name(element) {
    const label = element.getAttribute("aria-label");
    if (label && label.includes(":red[")) element.setAttribute("aria-label", label.replace(MARKUP, "$1"));
  }

  let step = null;
  function newStep(root) {
    const shown = root.matches(".mc-steps") ? root : root.querySelector(".mc-steps");
    if (!shown || shown.dataset.step === step) return;
    const first = step === null;
    step = shown.dataset.step;
    if (!first) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  }

  // The summary of what is wrong appears on top, the button stands at the foot: show what it tells of.
  function faults(root) {
    const summary = root.matches('[class*="st-key-mc-faults"]') ? root : root.querySelector('[class*="st-key-mc-faults"]');
    summary?.scrollIntoView({ block: "center" });
  }

  // Checked on leaving a field and on going on, before the server has answered: what is required, how a mail
  // address looks. Only a mark: the sentence, and the word that counts, are the server's.
  function check(input) {
    if (!input.closest('[class*="st-key-q"][class*="-box"]')) return;
    const label = input.getAttribute("aria-label") || "";
    const takenOver = /^(Để trống|Left empty)/.test(input.placeholder);
    const wrong = input.value.trim() ? input.type === "email" && !input.validity.valid : label.endsWith(" *") && !takenOver;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  document.addEventListener("focusout", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.dataset.testid === "stTextInputField") check(event.target);
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest(".st-key-on")) document.querySelectorAll("input").forEach(check);
  }, true);

  function look(root) {
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    if (root.hasAttribute("aria-label")) name(root);
    root.querySelectorAll('[aria-label*=":red["]').forEach(name);
    newStep(root);
    faults(root);
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") name(change.target);
      else change.addedNodes.forEach(look);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
})();
