// Says below a field how many characters are left while somebody types.
(() => {
  "use strict";
  for (const field of document.querySelectorAll("[data-counter][maxlength]")) {
    if (field.readOnly) continue;
    const line = document.createElement("p");
    line.className = "hint number";
    const say = () => {
      line.textContent = field.dataset.counter.replace("{n}", field.maxLength - field.value.length);
    };
    field.after(line);
    field.addEventListener("input", say);
    say();
  }
})();
