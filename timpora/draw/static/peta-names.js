/* Names of kabupaten and lakes on the map: inside where there is room at this zoom, beside the coast where there is
 * sea to write on, otherwise not at all. Never on top of one another. Called once by peta-frame.js with the map's state.
 */
(() => {
  "use strict";

  const FONT_PX = 11;
  const FONT = `600 ${FONT_PX}px ${window.timpora.FACE}`;
  const SPACING = 1.1; // what letter-spacing (0.06em) adds to a measured width
  const LINE_PX = 14;
  const GAP_PX = 7;
  const MOST_BESIDE = 40; // kabupaten for which the sea is searched; the nation's would take a minute
  const OVER = { polygons: 1.05, tiles: 1.25 }; // of its room: between rows of tiles nothing else is written
  const REACH_PX = 100; // how far out to sea a name may stand, a line leading back

  function names(state) {
    const { geometry, map } = state;
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = FONT;
    const labels = [
      ...geometry.kabupaten.map((row, i) => label(row, "kabupaten", state.shapes.kabupaten[i], geometry.kind, i)),
      ...geometry.water.map((row, i) => label(row, "water", state.shapes.water[i], geometry.kind)),
    ].sort((a, b) => b.half - a.half);
    const leaders = L.polyline([], {
      pane: "names", renderer: L.svg({ pane: "names" }), interactive: false, color: state.colours.text, weight: 1,
    }).addTo(map);
    for (const one of labels) {
      one.measured = Math.max(...one.lines.map((line) => pen.measureText(line).width * SPACING));
      one.marker = L.marker(one.at, {
        pane: "names", interactive: false, keyboard: false,
        icon: L.divIcon({ className: `timpora-name ${one.kind}`, iconSize: [0, 0], html: written(one.lines) }),
      }).addTo(map);
    }
    const place = () => {
      // On tiles all writing grows with the tiles (peta-tiles.js).
      const scale = (window.timpora.tileFont(state) || window.timpora.nameSize(state)) / FONT_PX;
      for (const one of labels) {
        one.width = one.measured * scale;
        one.height = one.lines.length * LINE_PX * scale;
      }
      const placed = arrange(state, labels);
      leaders.setLatLngs(placed.filter((spot) => spot.leader).map((spot) => spot.leader));
      state.named = placed;
    };
    state.placeNames = place;
    map.on("zoomend resize", place);
    place();
  }

  function label([name, lon, lat, half], kind, shape, ground, place) {
    const bare = name.replace(/^(Kabupaten|Kota) /, "");
    const text = kind === "kabupaten" ? bare.toUpperCase() : bare;
    const isBroken = kind === "water" || (text.length > 11 && ground === "polygons");
    return { kind, shape, half, place, at: [lat, lon], over: OVER[ground], lines: isBroken ? text.split(" ") : [text] };
  }

  function written(lines) {
    const span = document.createElement("span");
    lines.forEach((line, i) => {
      if (i) span.append(document.createElement("br"));
      span.append(line);
    });
    return span.outerHTML;
  }

  /* Places every name that fits, and returns where; a leader is the line to one which stands apart. */
  function arrange(state, labels) {
    const placed = [];
    for (const one of labels) {
      // In the kabupaten that fills the map its kecamatan are named.
      const isFocus = one.kind === "kabupaten" && one.place === state.frame.focus;
      const spot = isFocus ? null : inside(state.map, one) || beside(state, one);
      const free = spot && !placed.some((other) => overlap(spot, other));
      const element = one.marker.getElement();
      element.style.display = free ? "" : "none";
      if (!free) continue;
      placed.push(spot);
      one.marker.setLatLng(spot.at);
    }
    return placed;
  }

  /* A box in pixels of the map's own plane, which a pan does not move. */
  function boxed(map, at, { width, height }) {
    const centre = map.project(at);
    return { at, left: centre.x - width / 2, right: centre.x + width / 2,
             top: centre.y - height / 2, bottom: centre.y + height / 2 };
  }

  function inside(map, one) {
    const [lat, lon] = one.at;
    const room = map.project([lat, lon + one.half]).x - map.project([lat, lon - one.half]).x;
    return one.width <= room * one.over ? boxed(map, one.at, one) : null;
  }

  function beside(state, one) {
    // Beside the tiles of one kabupaten there are those of another.
    const { kind, kabupaten } = state.geometry;
    if (one.kind === "water" || kind === "tiles" || kabupaten.length > MOST_BESIDE) return null;
    const edges = L.latLngBounds(one.shape.map((polygon) => polygon[0]));
    const y = state.map.project(one.at).y;
    for (let away = GAP_PX; away <= REACH_PX; away += 6) {
      for (const [side, lon] of [[-1, edges.getWest()], [1, edges.getEast()]]) {
        const x = state.map.project([one.at[0], lon]).x + side * (away + one.width / 2);
        const spot = boxed(state.map, state.map.unproject([x, y]), one);
        if (touchesLand(state, spot)) continue;
        const end = state.map.unproject([x - side * (one.width / 2 + 3), y]);
        return away === GAP_PX ? spot : { ...spot, leader: [end, [one.at[0], one.at[1] + side * one.half]] };
      }
    }
    return null;
  }

  function touchesLand(state, spot) {
    const dry = state.shapes.land.length ? state.shapes.land : [].concat(...state.shapes.areas);
    for (const x of [spot.left, (spot.left + spot.right) / 2, spot.right]) {
      for (const y of [spot.top, (spot.top + spot.bottom) / 2, spot.bottom]) {
        const { lat, lng } = state.map.unproject([x, y]);
        if (dry.some(([ring]) => within(ring, lat, lng))) return true;
      }
    }
    return false;
  }

  function within(ring, lat, lon) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]];
      if (a[0] > lat !== b[0] > lat && lon < ((b[1] - a[1]) * (lat - a[0])) / (b[0] - a[0]) + a[1]) odd = !odd;
    }
    return odd;
  }

  const overlap = (a, b) =>
    a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom + 2 && b.top < a.bottom + 2;

  /* Pixels of a name on land; larger where it is read from the back of a room. */
  const nameSize = ({ frame }) => (frame.root.classList.contains("timpora-rapat") ? 15 : FONT_PX);

  window.timpora = Object.assign(window.timpora || {}, { names, nameSize, overlap, boxed });
})();
