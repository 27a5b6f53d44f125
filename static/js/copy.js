// Gives each field to be copied its button; without it the field can be selected
// and copied by hand.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  for (const field of document.querySelectorAll("[data-copy]")) {
    const beside = field.parentElement;
    const button = beside.querySelector("[data-copy-button]") || beside.parentElement.querySelector("[data-copy-button]");
    if (!button) continue;
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = label; }, 4000);
      } catch {
        field.focus();
      }
    });
  }
})();
