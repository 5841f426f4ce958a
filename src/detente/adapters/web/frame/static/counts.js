// Near its end a field says how much of it is written, and beyond it how much does not fit. Nothing is cut off.
(() => {
  const told = (box) => {
    const next = box.nextElementSibling;
    if (next && next.classList.contains("count")) return next;
    const line = document.createElement("p");
    line.className = "help count";
    box.after(line);
    return line;
  };
  const tell = (box) => {
    const most = Number(box.dataset.most), lang = document.documentElement.lang;
    const count = [...box.value.trim().replace(/\n/g, "\r\n")].length, over = count - most;
    if (count < most * 0.8 && !box.nextElementSibling?.classList.contains("count")) return;
    const line = told(box), words = (number) => number.toLocaleString(lang);
    line.toggleAttribute("role", false);
    if (over > 0) line.setAttribute("role", "status");
    const says = (over > 0 ? box.dataset.over : box.dataset.counts)
      .replace("{count}", words(count)).replace("{most}", words(most)).replace("{over}", words(over));
    if (line.textContent !== says) line.textContent = says;
    line.hidden = count < most * 0.8;
  };
  document.addEventListener("input", (event) => { if (event.target.dataset?.most) tell(event.target); });
  for (const box of document.querySelectorAll("[data-most]")) tell(box);
})();
