// Keeps the count of a petition fresh; without it the count is as fresh as the page.
(() => {
  "use strict";
  const place = document.querySelector("[data-live]");
  if (!place || !window.EventSource) return;
  const source = new EventSource(place.dataset.live);
  source.addEventListener("count", (event) => {
    const { text } = JSON.parse(event.data);
    for (const [name, words] of Object.entries(text)) {
      const part = place.querySelector(`[data-live-part="${name}"]`);
      if (part && part.textContent !== words) part.textContent = words;
    }
  });
  addEventListener("pagehide", () => source.close());
})();
