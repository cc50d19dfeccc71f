/* Names and numbers of kecamatan on the land, where there is room for them at this zoom: name and number, the number
 * alone, or nothing; never on top of one another or of a kabupaten's name. The roomiest place inside each area comes
 * with the geometry (shapes.py, `label_place`). Called by peta-frame.js with the state of one map.
 */
(() => {
  "use strict";

  const { FACE } = window.timpora;
  const OVER = 1.08; // of the room: a halo may run over an edge a little
  const LINE = 1.15;
  const LARGER = 1.15; // a number, against a name
  const pen = document.createElement("canvas").getContext("2d");

  function labels(state) {
    if (state.geometry.kind === "tiles") return;
    const { map, geometry } = state;
    const layer = L.layerGroup().addTo(map);
    const made = new Map();
    const place = () => {
      if (!state.short) return;
      const size = window.timpora.nameSize(state);
      const taken = [...(state.named || [])];
      const view = map.getBounds().pad(0.1);
      const shown = new Set();
      const room = geometry.areas
        .map(([, name, , , at], i) => ({ i, name, at }))
        .filter(({ i, at }) => view.contains([at[1], at[0]]) && state.table.c[i] !== "-" && state.areas[i].options.fillOpacity === 1)
        .sort((a, b) => b.at[3] - a.at[3]);
      for (const { i, name, at: [lon, lat, half, radius] } of room) {
        const width = map.project([lat, lon + half]).x - map.project([lat, lon - half]).x;
        const height = 2 * (map.project([lat, lon + radius]).x - map.project([lat, lon]).x);
        const written = fit(name, state.short[i], { width, height }, size);
        if (!written) continue;
        const spot = window.timpora.boxed(map, [lat, lon], written);
        if (taken.some((other) => window.timpora.overlap(spot, other))) continue;
        taken.push(spot);
        shown.add(i);
        put(i, [lat, lon], written);
      }
      for (const [i, marker] of made) {
        if (!shown.has(i)) {
          marker.remove();
          made.delete(i);
        }
      }
    };
    const put = (i, at, { lines, size }) => {
      const html = document.createElement("span");
      html.style.fontSize = `${size}px`;
      lines.forEach(([tag, text]) => (L.DomUtil.create(tag, "", html).textContent = text));
      const old = made.get(i);
      if (old && old.html === html.outerHTML) return;
      if (old) old.remove();
      const icon = L.divIcon({ className: "timpora-label", iconSize: [0, 0], html: html.outerHTML });
      const marker = L.marker(at, { pane: "names", interactive: false, keyboard: false, icon }).addTo(layer);
      marker.html = html.outerHTML;
      made.set(i, marker);
    };
    let placed = null;
    map.on("zoomend moveend resize", place);
    // Not when only the pointer moved.
    state.watchers.push(() => {
      const { kept, focus } = state.frame;
      const now = [state.table, window.timpora.nameSize(state), [...kept].join(), focus];
      if (placed && now.every((part, i) => part === placed[i])) return;
      placed = now;
      place();
    });
  }

  /* Lines that fit into the room, and the box they take; null where not even a number does. */
  function fit(name, short, room, size) {
    const wide = (text, large) => {
      pen.font = `600 ${large ? size * LARGER : size}px ${FACE}`;
      return pen.measureText(text).width;
    };
    const number = short ? [["b", short]] : [];
    const broken = name.split(/(?<=[ -])/).map((part) => ["div", part.trim()]);
    for (const lines of [[["div", name], ...number], [...broken, ...number], number]) {
      if (!lines.length) continue;
      const width = Math.max(...lines.map(([tag, text]) => wide(text, tag === "b")));
      const height = lines.length * size * LINE;
      if (width <= room.width * OVER && height <= room.height * OVER) return { lines, size, width, height };
    }
    return null;
  }

  window.timpora = Object.assign(window.timpora || {}, { labels });
})();
