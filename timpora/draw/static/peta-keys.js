/* The map without a mouse: Tab into it, arrows walk from kecamatan to neighbouring kecamatan, Enter chooses, 1…9 choose
 * among those of the chosen kabupaten, Shift and Enter takes for comparison, + and - bring nearer and farther. Where one stands is said in a live region.
 * Called by peta-frame.js with the map's state.
 */
(() => {
  "use strict";

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const ASIDE = 2; // what a step aside costs against one ahead
  const WIDEST = 3; // how far aside of its direction a step may lead
  const MOST = 9;
  const BADGE_PX = 22; // from corner to corner of an area that has room for its number
  const ZOOM = 12; // any: only distances are compared

  function keys(state) {
    const { map } = state;
    const container = map.getContainer();
    const { keys: told, chosen, compared } = state.geometry.words;
    // Its name is its main fact (peta-panel.js).
    Object.assign(container, { tabIndex: 0, role: "application", ariaDescription: told });
    const spoken = L.DomUtil.create("div", "timpora-spoken", container);
    spoken.setAttribute("aria-live", "polite");
    const badges = L.layerGroup().addTo(map);
    let here = null;

    const centres = () => (state.centres = state.centres || state.areas.map((area) => centre(map, area)));
    const stand = (area) => {
      here = area;
      state.frame.point(area.index);
      if (!map.getBounds().contains(area.getBounds().getCenter())) map.panTo(area.getBounds().getCenter());
      spoken.textContent = said(state, area);
      number();
    };
    const number = () => {
      const own = here ? ofKabupaten(state, here) : [];
      state.numbers = new Map(own.map((area, i) => [area.code, i + 1]));
      badges.clearLayers();
      for (const area of own) {
        // Where an inset shows the kabupaten, its numbers stand there; on a speck there is no room for one.
        const isInset = state.geometry.insets.some(([kabupaten]) => kabupaten === kabupatenOf(state, area));
        const box = area.getBounds();
        if (isInset || map.project(box.getNorthEast()).distanceTo(map.project(box.getSouthWest())) < BADGE_PX) continue;
        const html = `<span>${state.numbers.get(area.code)}</span>`;
        const icon = L.divIcon({ className: "timpora-number", iconSize: [0, 0], html });
        const at = state.geometry.kind === "tiles" ? box.getNorthWest() : box.getCenter();
        L.marker(at, { pane: "names", interactive: false, keyboard: false, icon }).addTo(badges);
      }
      state.frame.tell();
    };
    const choose = (area, also) => {
      stand(area);
      spoken.textContent = `${also ? compared : chosen}: ${said(state, area)}`;
      state.frame.press(area.index, also);
    };

    container.addEventListener("focus", () => {
      if (!container.matches(":focus-visible")) return;
      stand(state.byCode.get(state.frame.selected) || here || nearest(centres(), map.project(map.getCenter(), ZOOM), state));
    });
    container.addEventListener("blur", () => {
      here = null;
      state.frame.point(null);
      number();
    });
    container.addEventListener("keydown", (event) => {
      if (event.target !== container || event.ctrlKey || event.metaKey || event.altKey) return;
      const from = here || state.byCode.get(state.frame.selected) || nearest(centres(), map.project(map.getCenter(), ZOOM), state);
      const act = {
        Enter: () => choose(from, event.shiftKey),
        "+": () => map.zoomIn(),
        "-": () => map.zoomOut(),
      }[event.key];
      const numbered = ofKabupaten(state, from)[Number(event.key) - 1];
      if (ARROWS[event.key]) stand(neighbour(state, centres(), from, ARROWS[event.key]));
      else if (act) act();
      else if (numbered) choose(numbered);
      else return;
      event.preventDefault();
    });
    state.group.on("click", (event) => (here = event.layer));
  }

  const centre = (map, area) => map.project(area.getBounds().getCenter(), ZOOM);

  const kabupatenOf = (state, area) => state.geometry.areas[area.index][2];

  /* The first nine, by code, of the kabupaten that is chosen or else of where one stands. */
  function ofKabupaten(state, here) {
    const { geometry, frame } = state;
    const chosen = geometry.kabupaten.findIndex((kab) => kab[5] === frame.selected);
    const kabupaten = chosen >= 0 ? chosen : kabupatenOf(state, state.byCode.get(frame.selected) || here);
    return state.areas.filter((area) => kabupatenOf(state, area) === kabupaten).slice(0, MOST);
  }

  function nearest(centres, to, state) {
    const away = centres.map((at) => at.distanceTo(to));
    return state.areas[away.indexOf(Math.min(...away))];
  }

  /* The nearest area in a direction, straight ahead rather than aside; the same area where there is none. */
  function neighbour(state, centres, from, [right, down]) {
    const start = centres[from.index];
    let [best, least] = [from, Infinity];
    centres.forEach((at, i) => {
      const ahead = (at.x - start.x) * right + (at.y - start.y) * down;
      const aside = Math.abs((at.x - start.x) * down) + Math.abs((at.y - start.y) * right);
      const cost = ahead + ASIDE * aside;
      if (i !== from.index && ahead > 0 && aside <= WIDEST * ahead && cost < least) [best, least] = [state.areas[i], cost];
    });
    return best;
  }

  function said(state, area) {
    const { table, geometry, texts } = state;
    const [, name, kabupaten] = geometry.areas[area.index];
    const where = `${name}, ${geometry.kabupaten[kabupaten][0]}`;
    return table.c[area.index] === "-" ? where : `${where}. ${table.n}: ${texts[area.index]}, ${table.p}`;
  }

  window.timpora = Object.assign(window.timpora || {}, { keys });
})();
