/* How an area looks: its class's colour, zero's colour, one of the four patterns of the other kinds of empty, or, where
 * its number stands on a small base, the colour with lines over it.
 * Patterns are SVG where areas are SVG, and canvas patterns where they are on canvas. Called by peta-frame.js.
 */
(() => {
  "use strict";

  /* Five kinds of empty, five looks: none of them is a class, none is another. */
  function look(state, letter) {
    const { around: colours, fills, table } = state;
    const weight = state.map.options.preferCanvas ? 0.25 : 0.7;
    const edge = { color: colours.edge, weight, opacity: 0.75, dashArray: null };
    if (letter === "z") return { ...edge, fillColor: table.z };
    if (letter === "n") return { ...edge, fillColor: fills.hatch };
    if (letter === "s") return { ...edge, fillColor: fills.dots };
    if (letter === "i") return { ...edge, fillColor: fills.grid };
    if (letter === "x") return { ...edge, fillColor: fills.dashes, dashArray: "3 3" };
    if (letter === "-") return { ...edge, fillColor: colours.land, color: colours.land_edge };
    if (letter === "Z") return { ...edge, fillColor: fills.small(table.z) };
    if (letter >= "A" && letter <= "J") return { ...edge, fillColor: fills.small(table.k[letter.charCodeAt(0) - 65]) };
    return { ...edge, fillColor: table.k[Number(letter)] };
  }

  /* A fill for each colour that is asked for, made once. */
  function perColour(make) {
    const made = {};
    return (colour) => (made[colour] = made[colour] || make(colour));
  }

  /* Fills for "not reported" (hatch), "suppressed" (dots), "insufficient" (grid) and "not applicable" (dashes), as the
   * renderer takes them. */
  function makeFills(state) {
    const c = (state.around = window.timpora.painted(state.frame, true));
    const root = state.map.getRenderer(state.areas[0])._container;
    if (root.tagName.toLowerCase() === "canvas") {
      return {
        hatch: tile(8, c.not_reported_ground, (pen) => {
          pen.strokeStyle = c.not_reported_line;
          pen.lineWidth = 1.6;
          for (const x of [-8, 0, 8]) {
            pen.moveTo(x - 2, 10);
            pen.lineTo(x + 10, -2);
          }
          pen.stroke();
        }),
        dots: tile(7, c.suppressed_ground, (pen) => {
          pen.fillStyle = c.suppressed_dot;
          pen.arc(3.5, 3.5, 1.3, 0, 7);
          pen.fill();
        }),
        grid: tile(7, c.insufficient_ground, (pen) => {
          pen.fillStyle = c.insufficient_grid;
          pen.fillRect(0, 0, 7, 1);
          pen.fillRect(0, 0, 1, 7);
        }),
        dashes: tile(14, c.not_applicable_ground, (pen) => {
          pen.fillStyle = c.not_applicable_dash;
          pen.fillRect(1, 3, 6, 1.4);
          pen.fillRect(8, 10, 6, 1.4);
        }),
        small: perColour((colour) =>
          tile(12, colour, (pen) => {
            for (const x of [-12, 0, 12]) {
              pen.moveTo(x - 2, -2);
              pen.lineTo(x + 14, 14);
            }
            for (const [style, width] of [[c.small_base_case, 2.4], [c.small_base_line, 1]]) {
              pen.strokeStyle = style;
              pen.lineWidth = width;
              pen.stroke();
            }
          }),
        ),
      };
    }
    const defs = L.SVG.create("defs");
    const pattern = (id, size, ground, mark) =>
      `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">` +
      `<rect width="${size}" height="${size}" fill="${ground}"/>${mark}</pattern>`;
    defs.innerHTML =
      pattern("timpora-hatch", 8, c.not_reported_ground,
        `<path d="M-2 2L2 -2M-2 10L10 -2M6 10L10 6" stroke="${c.not_reported_line}" stroke-width="1.6"/>`) +
      pattern("timpora-dots", 7, c.suppressed_ground,
        `<circle cx="3.5" cy="3.5" r="1.3" fill="${c.suppressed_dot}"/>`) +
      pattern("timpora-grid", 7, c.insufficient_ground,
        `<path d="M0 .5h7M.5 0v7" stroke="${c.insufficient_grid}"/>`) +
      pattern("timpora-dashes", 14, c.not_applicable_ground,
        `<path d="M1 3.7h6M8 10.7h6" stroke="${c.not_applicable_dash}" stroke-width="1.4"/>`);
    root.insertBefore(defs, root.firstChild);
    const fill = (name) => `url(#timpora-${name})`;
    // The other way than "not reported", and never without the colour of a class under it.
    const lines = (stroke, width) =>
      `<path d="M-2 -2L14 14M-2 10L2 14M10 -2L14 2" stroke="${stroke}" stroke-width="${width}"/>`;
    const small = perColour((colour) => {
      const id = `timpora-small-${colour.slice(1)}`;
      const mark = lines(c.small_base_case, 2.4) + lines(c.small_base_line, 1);
      defs.insertAdjacentHTML("beforeend", pattern(id, 12, colour, mark));
      return `url(#${id})`;
    });
    return { hatch: fill("hatch"), dots: fill("dots"), grid: fill("grid"), dashes: fill("dashes"), small };
  }

  function tile(size, ground, draw) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    const pen = canvas.getContext("2d");
    pen.fillStyle = ground;
    pen.fillRect(0, 0, size, size);
    pen.beginPath();
    draw(pen);
    return pen.createPattern(canvas, "repeat");
  }

  window.timpora = Object.assign(window.timpora || {}, { fills: makeFills, look });
})();
