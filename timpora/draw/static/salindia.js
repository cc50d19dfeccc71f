/* Words fill the room they have: larger where there is little to say, and never smaller than can be read from the back
   (salindia.css). What has no room even then is left out from its end, and how many that are is said. */
"use strict";
window.salindia = (slide) => {
  const title = slide.querySelector("h1");
  if (!title) return; // the rest of it is still on its way
  title.classList.toggle("long", title.textContent.length > 95);
  for (const box of slide.querySelectorAll(".fit")) {
    const parts = [...box.querySelectorAll(".facts tbody tr, ul li")], more = box.querySelector(".more");
    const isWide = () => box.scrollWidth > box.clientWidth + 1;
    const isHigh = () => box.scrollHeight > box.clientHeight + 1;
    let left = 0;
    const tell = () => {
      if (!more) return;
      const count = left + Number(more.dataset.left);
      more.hidden = !count;
      more.textContent = more.dataset.said.replace("{n}", count);
    };
    for (const part of parts) part.hidden = false;
    box.classList.remove("tight", "tightest");
    tell();
    let share = box.matches(".table .words") ? 1.15 : 1.3;
    box.style.setProperty("--fit", share);
    while (share > 0.5 && (isWide() || isHigh())) {
      share -= 0.03;
      box.style.setProperty("--fit", share);
    }
    for (const tight of ["tight", "tightest"]) box.classList.toggle(tight, isWide());
    while (left < parts.length - 1 && isHigh()) {
      left += 1;
      parts.at(-left).hidden = true;
      tell();
    }
  }
};

/* A slide by itself, in a frame as wide as whoever shows it has room: laid out as on a screen, and then made smaller. */
(() => {
  const stage = document.querySelector(".stage.still");
  if (!stage) return;
  const draw = () => {
    stage.style.transform = `scale(${innerWidth / stage.offsetWidth})`;
  };
  addEventListener("resize", draw);
  window.salindia(stage.querySelector(".slide"));
  draw();
})();
