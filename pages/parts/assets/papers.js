// The PDF viewer stands in a shadow root: here its pages are fitted to the width once, and its words translated.
(() => {
  "use strict";
  const WORDS = { "Zoom In": "Phóng to", "Zoom Out": "Thu nhỏ", "Loading PDF...": "Đang mở tệp…" };
  const seen = new WeakSet(), waiting = new WeakSet(), fitting = new WeakSet();

  function fit(root) {
    const content = root.querySelector('[data-testid="pdf-content"]');
    if (!content || content.dataset.fitted || fitting.has(root) || !content.querySelector("canvas")) return;
    const out = root.querySelector('button[title="Zoom Out"], button[title="Thu nhỏ"]');
    if (content.scrollWidth > content.clientWidth + 4 && out && !out.disabled) {
      fitting.add(root);
      out.click();
      setTimeout(() => { fitting.delete(root); fit(root); }, 200);
    } else {
      content.dataset.fitted = "1";
    }
  }

  // What scrolls must be reachable by the keyboard.
  function reach(root) {
    root.querySelector('[data-testid="pdf-content"]:not([tabindex])')?.setAttribute("tabindex", "0");
  }

  function say(root) {
    if (document.documentElement.lang === "en") return;
    root.querySelectorAll("button[title]").forEach((button) => {
      if (WORDS[button.title]) button.title = WORDS[button.title];
    });
    root.querySelectorAll("p").forEach((line) => {
      const page = line.textContent.match(/^Loading page (\d+)\.\.\.$/);
      const better = page ? `Đang mở trang ${page[1]}…` : WORDS[line.textContent];
      if (better) line.textContent = better;
    });
  }

  function take(host, tries = 50) {
    const root = host.shadowRoot;
    if (!root && tries && host.isConnected) setTimeout(() => take(host, tries - 1), 100);
    if (!root || seen.has(root)) return;
    seen.add(root);
    const look = () => { reach(root); say(root); fit(root); };
    new MutationObserver(look).observe(root, { childList: true, subtree: true });
    look();
  }

  new MutationObserver((changes) => {
    if (!changes.some((change) => change.addedNodes.length)) return;
    document.querySelectorAll('[data-testid="stBidiComponentIsolated"]').forEach((host) => {
      if (!waiting.has(host)) take(host);
      waiting.add(host);
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
