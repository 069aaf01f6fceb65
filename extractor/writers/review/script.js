"use strict";
// Filters by kind; from a marked number to its findings, one after the other; from a finding to its numbers.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const boxes = all(".filters input");
  const show = () => {
    const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const article of all("article")) article.hidden = !shown.has(article.dataset.kind);
  };
  for (const box of boxes) box.addEventListener("change", show);
  show();

  const clear = () => all(".here").forEach((element) => element.classList.remove("here"));
  const marksOf = (number) => all("a.mark").filter((mark) => mark.dataset.findings.split(" ").includes(number));

  let last = null;
  let turn = 0;
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark");
    const quote = event.target.closest(".evidence a");
    if (mark) {
      event.preventDefault();
      const numbers = mark.dataset.findings.split(" ");
      turn = mark === last ? (turn + 1) % numbers.length : 0;
      last = mark;
      const article = document.getElementById("finding-" + numbers[turn]);
      const box = boxes.find((one) => one.value === article.dataset.kind);
      if (box && !box.checked) { box.checked = true; show(); }
      clear();
      article.classList.add("here");
      marksOf(numbers[turn]).forEach((one) => one.classList.add("here"));
      article.scrollIntoView({ block: "nearest" });
    } else if (quote) {
      event.preventDefault();
      const number = quote.closest("article").id.slice("finding-".length);
      clear();
      quote.closest("article").classList.add("here");
      marksOf(number).forEach((one) => one.classList.add("here"));
      document.getElementById(quote.getAttribute("href").slice(1)).scrollIntoView({ block: "center" });
    }
  });
})();
