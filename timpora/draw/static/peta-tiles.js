/* Names and numbers on tiles: each in its own tile, a name on one line or two, its number under it where there is room, shortened where it does not fit, in an ink that can be read
 * on the tile's colour. Called by peta-frame.js with the map's state; only where the geometry is tiles and not a nation's.
 */
(() => {
  "use strict";

  const { FACE } = window.timpora;
  const LEAST_PX = 8.5; // smaller cannot be read, and is left out
  const MOST_PX = 18;
  const OF_TILE = 0.27; // of a tile's height: two lines, and room for the kabupaten's name between rows
  const ROOM = 0.95; // of a tile's width, the rest being air
  const SMALLER = [1, 0.93, 0.86, 0.8]; // sizes a long name may have before it is shortened
  // Height of a tile, in sizes of its writing, for one line, two and three, with the kabupaten's name on the row's edge.
  const LINES = [2.3, 3.3, 4.3];
  const SHORTEST = 4; // letters before the full stop of a shortened name
  const DARK = 0.179; // luminance below which white reads better than black: either way at least 4.5 to 1

  const pen = document.createElement("canvas").getContext("2d");

  /* Whether names stand on the areas themselves. */
  const hasNames = (state) => state.geometry.kind === "tiles" && !state.map.options.preferCanvas;

  /* Size of a tile in pixels at the present zoom, and of the writing on it. */
  function measured(state) {
    const box = state.areas[0].getBounds();
    const [high, low] = [state.map.project(box.getNorthWest()), state.map.project(box.getSouthEast())];
    const height = low.y - high.y;
    return { width: low.x - high.x, font: Math.max(LEAST_PX, Math.min(MOST_PX, height * OF_TILE)), height };
  }

  function tiles(state) {
    if (!hasNames(state)) return;
    const { map, geometry } = state;
    const labels = state.areas.map((area) => {
      const icon = L.divIcon({ className: "timpora-tile", iconSize: [0, 0], html: "<span></span>" });
      const at = area.getBounds().getCenter();
      return L.marker(at, { pane: "names", interactive: false, keyboard: false, icon }).addTo(map).getElement().firstChild;
    });
    map.getContainer().classList.add("timpora-ubin");
    const write = () => {
      const { width, height, font } = measured(state);
      map.getContainer().style.setProperty("--timpora-font", `${font}px`);
      const sizes = SMALLER.map((part) => part * font).filter((size) => size === font || size >= LEAST_PX);
      const most = LINES.filter((line) => height >= line * font).length;
      labels.forEach((label, i) => {
        const fitted = most ? fit(geometry.areas[i][1], width * ROOM, sizes, Math.min(most, 2)) : { size: font, lines: [] };
        label.style.fontSize = `${fitted.size}px`;
        label.replaceChildren();
        for (const line of fitted.lines) L.DomUtil.create("div", "", label).textContent = line;
        const short = (state.short || [])[i];
        if (short && most > fitted.lines.length) L.DomUtil.create("b", "", label).textContent = short;
      });
    };
    map.on("zoomend resize", write);
    let written = null;
    state.watchers.push(() => {
      if (written !== state.table) write(); // not when only the pointer moved
      written = state.table;
      labels.forEach((label, i) => {
        label.className = ink(state, state.table.c[i]);
        label.style.opacity = state.areas[i].options.fillOpacity < 1 ? 0.35 : 1;
      });
    });
  }

  const wide = (text) => pen.measureText(text).width;

  /* The largest of the sizes at which the whole name fits; shortened at the smallest where it never does. */
  function fit(name, room, sizes, most) {
    for (const size of sizes) {
      pen.font = `500 ${size}px ${FACE}`;
      const whole = most === 1 ? [name] : lines(name);
      if (whole.every((line) => wide(line) <= room) || size === sizes.at(-1)) {
        return { size, lines: wide(name) <= room ? [name] : whole.map((line) => shortened(line, room)) };
      }
    }
  }

  /* A name in two, where it has a space or a hyphen, so that the longer part is as short as can be. */
  function lines(name) {
    const parts = name.match(/[^ -]+[ -]*/g);
    const joined = (some) => some.join("").trim();
    const splits = parts.slice(1).map((_, i) => [joined(parts.slice(0, i + 1)), joined(parts.slice(i + 1))]);
    const longest = (split) => Math.max(...split.map(wide));
    const [best] = splits.sort((a, b) => longest(a) - longest(b));
    return best || [name];
  }

  function shortened(line, room) {
    if (wide(line) <= room) return line;
    for (let end = line.length - 1; end >= SHORTEST; end -= 1) {
      const short = `${line.slice(0, end).trim()}.`;
      if (wide(short) <= room) return short;
    }
    return "";
  }

  /* "light" on dark colours, "haloed" on patterns, "" where black on the colour is enough. */
  function ink(state, letter) {
    const fill = window.timpora.look(state, letter).fillColor;
    if (!fill.startsWith("#")) return "haloed";
    const [r, g, b] = [1, 3, 5].map((at) => {
      const channel = parseInt(fill.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < DARK ? "light" : "";
  }

  const tileFont = (state) => hasNames(state) && measured(state).font;

  window.timpora = Object.assign(window.timpora || {}, { tiles, tileFont });
})();
