// Once a minute: asks the elements that wish it for their words again, in silence (no live region), and stops while the page is hidden.
(() => {
  const again = async () => {
    if (document.hidden) return;
    for (const each of document.querySelectorAll("[data-minute]")) {
      try {
        const answer = await fetch(each.dataset.minute, { headers: { "X-Minute": "1" }, credentials: "same-origin" });
        if (answer.ok && !answer.redirected) each.textContent = await answer.text();
      } catch { return; }
    }
  };
  setInterval(again, 60000);
  document.addEventListener("visibilitychange", again);
})();
