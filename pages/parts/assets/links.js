// Links of class mc-soft open another room in the open page, as Back and Forward do: no reload, no lost second.
// With a modifier, the middle button, or without this script they are ordinary links.
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a.mc-soft");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    scrollTo(0, 0);
  });
})();
