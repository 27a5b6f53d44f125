// Leaves the site at once: on a click of the exit control, or when Shift is pressed
// three times alone within five seconds. The page goes blank first and leaves the
// history. A cookie notes it: going back finds nothing and leaves again.
(() => {
  "use strict";
  const EXIT = "/exit";
  const WINDOW = 5000;
  let gone = false;

  const left = () => /(^|; )left=1/.test(document.cookie);
  const note = () => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = "left=1; path=/; max-age=43200; samesite=lax" + secure;
  };

  const blank = () => {
    document.documentElement.hidden = true;
    document.title = "\u200b";
    if (document.body) document.body.replaceChildren();
  };

  const leave = () => {
    gone = true;
    blank();
    note();
    location.replace(EXIT);
  };

  const { again } = document.currentScript.dataset;
  const [entry] = performance.getEntriesByType("navigation");
  if (left()) {
    if (entry && entry.type === "back_forward") leave();
    else if (again) location.replace(again);
  }
  addEventListener("pageshow", (event) => {
    if (gone || (event.persisted && left())) leave();
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
