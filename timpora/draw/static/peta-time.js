/* Choosing in the frame: the month, by a slider, a list, a step or by playing them; the area, by typing its name. What
 * is chosen goes to the server, which answers with a table; playing goes on when that answer is there, so that a slow
 * line makes it slow and never skips. Called by peta-frame.js with the frame.
 */
(() => {
  "use strict";

  const WORDS = window.TIMPORA_GEOMETRY.words;
  const PACE_MS = 900; // of one month while playing
  const PLAY = "\u25b6";
  const PAUSE = "\u275a\u275a";

  const number = (code) => 12 * Number(code.slice(0, 4)) + Number(code.slice(5, 7)) - 1;
  const code = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  const name = (month) =>
    new Intl.DateTimeFormat(WORDS.locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
      Date.UTC(Math.floor(month / 12), month % 12, 1),
    );

  function time(frame) {
    if (!frame.table.d) return;
    const [first, last] = frame.table.d.map(number);
    const bar = L.DomUtil.create("div", "timpora-time", frame.stage);
    const act = (className, text, title, run) => {
      const button = L.DomUtil.create("button", className, bar);
      Object.assign(button, { type: "button", textContent: text, title, ariaLabel: title });
      button.addEventListener("click", run);
      return button;
    };
    // Where the land was cut anew the film goes on in another map than it began in.
    let playing = frame.table.f ? 0 : null;
    const now = () => number(frame.wishes.periode || frame.table.d[2]);
    const go = (month, isPlaying) => {
      if (month >= first && month <= last) frame.wish({ periode: code(month), play: isPlaying ? 1 : 0 });
    };
    const stop = () => {
      clearTimeout(playing);
      if (playing !== null) go(now(), false); // the last month played is the view, and its address
      playing = null;
      show();
    };
    const next = () => {
      clearTimeout(playing);
      playing = setTimeout(() => (now() < last ? go(now() + 1, true) : stop()), PACE_MS);
    };
    const play = act("play", PLAY, WORDS.play, () => {
      if (playing !== null) return stop();
      if (now() === last) go(Math.max(first, last - 23), true);
      else next();
      playing = playing || 0;
      show();
    });
    const step = (by) => () => {
      stop();
      go(now() + by, false);
    };
    const earlier = act("", "\u2039", WORDS.earlier, step(-1));
    const list = L.DomUtil.create("select", "", bar);
    list.ariaLabel = WORDS.month;
    for (let month = last; month >= first; month -= 1) list.add(new Option(name(month), code(month)));
    list.addEventListener("change", () => {
      const month = number(list.value);
      stop();
      go(month, false);
    });
    const later = act("", "\u203a", WORDS.later, step(1));
    const slider = L.DomUtil.create("input", "", bar);
    Object.assign(slider, { type: "range", min: first, max: last, step: 1, ariaLabel: WORDS.month });
    slider.addEventListener("input", () => (list.value = code(Number(slider.value))));
    slider.addEventListener("change", () => {
      const month = Number(slider.value);
      stop();
      go(month, false);
    });
    const show = () => {
      const month = now();
      Object.assign(slider, { value: month, ariaValueText: name(month) });
      slider.setAttribute("aria-valuetext", name(month));
      list.value = code(month);
      earlier.disabled = month === first;
      later.disabled = month === last;
      play.textContent = playing === null ? PLAY : PAUSE;
      play.title = play.ariaLabel = playing === null ? WORDS.play : WORDS.pause;
    };
    let shown = null;
    frame.watchers.push(() => {
      if (shown === frame.table) return;
      shown = frame.table;
      show();
      // Not on the answer to something else that was asked while the month was on its way.
      if (playing !== null && !frame.wishes.periode) next();
    });
  }

  /* Every kecamatan with its kabupaten, and every kabupaten, in a box that offers what fits what is typed. */
  function find(frame) {
    const { geometry } = frame;
    const names = new Map(geometry.kabupaten.map(([kabupaten, , , , , area]) => [kabupaten, area]));
    for (const [area, kecamatan, kabupaten] of geometry.areas) {
      names.set(`${kecamatan}, ${geometry.kabupaten[kabupaten][0]}`, area);
    }
    const box = document.createElement("input");
    const list = document.createElement("datalist");
    list.id = "timpora-names";
    list.append(...[...names.keys()].map((text) => new Option("", text)));
    Object.assign(box, { type: "search", placeholder: WORDS.find, ariaLabel: WORDS.find, className: "timpora-find" });
    box.setAttribute("list", list.id);
    const choose = () => {
      const typed = box.value.trim().toLowerCase();
      const fitting = [...names].filter(([text]) => text.toLowerCase().startsWith(typed));
      const exact = fitting.filter(([text]) => text.toLowerCase() === typed || text.toLowerCase().startsWith(`${typed},`));
      const [found] = exact.length ? exact : fitting.length === 1 ? fitting : [];
      if (!typed || !found) return;
      box.value = "";
      frame.choose(found[1]);
    };
    box.addEventListener("change", choose);
    frame.side.prepend(box, list);
  }

  window.timpora = Object.assign(window.timpora || {}, { time, find });
})();
