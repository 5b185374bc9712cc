// The pages of the open paper: a strip to jump by, turning left and right. Done in the browser, without asking the
// server: a scan that lies on its side costs one key and no second.
(() => {
  "use strict";
  const CONTENT = '[data-testid="pdf-content"]';
  const strip = () => document.querySelector(".mc-sheets");
  const viewer = () => {
    for (const host of document.querySelectorAll('[data-testid="stBidiComponentIsolated"]')) {
      const found = host.shadowRoot?.querySelector(CONTENT);
      if (found) return found;
    }
    return null;
  };
  const page = (content, n) => content.querySelector(`[data-index="${n - 1}"]`);
  const top = (sheet) => Number(/translateY\(([\d.]+)px\)/.exec(sheet.style.transform)?.[1] || 0);
  const count = () => strip()?.querySelectorAll('a[href^="#trang-"]').length || 0;

  // A sheet on its side is made to fit the width that it had upright.
  function lay(content) {
    const turn = Number(content.dataset.turn || 0);
    content.querySelectorAll("canvas").forEach((canvas) => {
      const { clientWidth: wide, clientHeight: high } = canvas;
      const fits = turn % 180 && wide && high ? Math.min(wide / high, high / wide) : 1;
      const wanted = turn ? `rotate(${turn}deg) scale(${fits.toFixed(4)})` : "";
      if (canvas.style.transform !== wanted) canvas.style.transform = wanted;
    });
  }

  function turn(by) {
    const content = viewer();
    if (!content) return;
    content.dataset.turn = String((Number(content.dataset.turn || 0) + by + 360) % 360);
    lay(content);
    picture();
  }

  function current(content) {
    let found = 1;
    content.querySelectorAll("[data-index]").forEach((sheet) => {
      if (top(sheet) <= content.scrollTop + content.clientHeight / 3) found = Number(sheet.dataset.index) + 1;
    });
    return found;
  }

  // Pages far away are not there yet: go to where it should be, then to where it is.
  function jump(n, tries = 8) {
    const content = viewer(), pages = count();
    if (!content || !pages) return;
    const wanted = Math.min(Math.max(1, n), pages), sheet = page(content, wanted);
    if (sheet) content.scrollTop = Math.max(0, top(sheet) - 8);
    else content.scrollTop = (content.scrollHeight * (wanted - 1)) / pages;
    if (!sheet && tries) setTimeout(() => jump(wanted, tries - 1), 80);
    setTimeout(mark, 120);
  }

  function mark() {
    const content = viewer(), here = content && current(content);
    strip()?.querySelectorAll('a[href^="#trang-"]').forEach((link) => {
      if (link.hash === `#trang-${here}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  // What the viewer has drawn already is drawn once more, small.
  function picture() {
    const content = viewer();
    if (!content) return;
    strip()?.querySelectorAll('a[href^="#trang-"]').forEach((link) => {
      const from = page(content, Number(link.hash.slice(7)))?.querySelector("canvas");
      if (!from || !from.width || from.style.visibility === "hidden") return;
      const turned = content.dataset.turn || "0";
      if (link.dataset.drawn === turned) return;
      const small = link.querySelector("canvas") || link.insertBefore(document.createElement("canvas"), link.firstChild);
      small.width = 96;
      small.height = Math.round((96 * from.height) / from.width) || 1;
      small.setAttribute("aria-hidden", "true");
      small.style.transform = turned === "0" ? "" : `rotate(${turned}deg)`;
      small.getContext("2d").drawImage(from, 0, 0, small.width, small.height);
      link.dataset.drawn = turned;
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".mc-sheets a");
    if (!link) return;
    event.preventDefault();
    const content = viewer();
    if (link.hash === "#xoay-trai") turn(-90);
    else if (link.hash === "#xoay-phai") turn(90);
    else if (link.hash === "#truoc") jump(content ? current(content) - 1 : 1);
    else if (link.hash === "#sau") jump(content ? current(content) + 1 : 1);
    else jump(Number(link.hash.slice(7)));
  });

  setInterval(() => {
    const content = strip() && viewer();
    if (!content) return;
    lay(content);
    picture();
    mark();
  }, 500);
})();
