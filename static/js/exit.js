// Leaves the site at once: on a click of the exit control, or when Shift is pressed
// three times alone within five seconds. The page goes blank first and leaves the
// history; going back finds it blank and leaves again.
(() => {
  "use strict";
  const EXIT = "/exit";
  const FLAG = "left";
  const WINDOW = 5000;
  let gone = false;

  const remember = () => {
    try { sessionStorage.setItem(FLAG, "1"); } catch { /* storage may be off */ }
  };
  const remembered = () => {
    try { return sessionStorage.getItem(FLAG) === "1"; } catch { return false; }
  };
  const forget = () => {
    try { sessionStorage.removeItem(FLAG); } catch { /* storage may be off */ }
  };

  const blank = () => {
    document.documentElement.hidden = true;
    document.title = "\u200b";
    if (document.body) document.body.replaceChildren();
  };

  const leave = () => {
    gone = true;
    blank();
    remember();
    location.replace(EXIT);
  };

  const [entry] = performance.getEntriesByType("navigation");
  if (remembered()) {
    if (entry && entry.type === "back_forward") leave();
    else forget();
  }
  addEventListener("pageshow", (event) => {
    if (gone || (event.persisted && remembered())) leave();
  });

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("[data-exit]");
    if (!link) return;
    event.preventDefault();
    leave();
  });

  let presses = [];
  let alone = false;
  const say = (name) => {
    const status = document.querySelector("[data-exit-status]");
    if (status) status.textContent = name ? status.dataset[name] : "";
  };
  const reset = () => {
    presses = [];
    alone = false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) reset();
    else if (!event.repeat) alone = true;
  });
  document.addEventListener("pointerdown", reset);
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    const now = Date.now();
    presses = presses.filter((at) => now - at < WINDOW).concat(now);
    if (presses.length >= 3) leave();
    else say(presses.length === 2 ? "one" : "two");
  });
})();
