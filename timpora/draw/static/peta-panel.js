/* The shapes on one map of the frame, and what they do under a pointer. Called by peta-frame.js, after peta-view.js. */
(() => {
  "use strict";

  const WORDS = window.TIMPORA_GEOMETRY.words;
  const { calm, escaped } = window.timpora;
  const TIP = { sticky: true, opacity: 1, className: "timpora-tip" };
  const FADED = 0.16;
  const MOST_NAMED = 2; // maps side by side whose areas are named

  /* Shapes travel as steps from point to point (shapes.py, `encoded`); Leaflet wants [lat, lon]. */
  function decoded(shape, scale) {
    return shape.map((polygon) =>
      polygon.map((steps) => {
        const ring = [];
        let [lon, lat] = [0, 0];
        for (let i = 0; i < steps.length; i += 2) {
          lon += steps[i];
          lat += steps[i + 1];
          ring.push([lat / scale, lon / scale]);
        }
        return ring;
      }),
    );
  }

  /* The same shapes for every map of the page, made once. */
  function shapesOf(frame) {
    const { land, areas, kabupaten, water, scale } = frame.geometry;
    frame.shapes = frame.shapes || {
      land: decoded(land, scale),
      areas: areas.map((area) => decoded(area[3], scale)),
      kabupaten: kabupaten.map((kab) => decoded(kab[4], scale)),
      water: water.map((lake) => decoded(lake[4], scale)),
    };
    return frame.shapes;
  }

  /* Draw the shapes of a panel that has its first picture, and give it what peta-frame.js asks of it. */
  function panel(state) {
    const { frame, map } = state;
    const { geometry } = frame;
    const colours = window.timpora.painted(frame);
    const shapes = shapesOf(frame);
    const still = { interactive: false, lineJoin: "round" };
    L.polygon(shapes.land, {
      ...still, pane: "land", renderer: L.svg({ pane: "land" }),
      fillColor: colours.land, fillOpacity: 1, color: colours.land_edge, weight: 1,
    }).addTo(map);
    Object.assign(state, { geometry, shapes, colours, drawn: [], numbers: new Map(), watchers: [], placeNames: () => {} });
    state.svg = (pane) => rendererOf(map, pane);
    state.tip = (area) => tip(state, area);
    map.timpora = state;
    state.areas = shapes.areas.map((rings, i) => {
      const area = L.polygon(rings, { fillOpacity: 1, lineJoin: "round" });
      area.index = i;
      area.code = geometry.areas[i][0];
      area.toGeoJSON = frame.said;
      return area;
    });
    state.byCode = new Map(state.areas.map((area) => [area.code, area]));
    state.group = L.featureGroup(state.areas).addTo(map);
    state.areas.forEach(untabbed);
    state.fills = window.timpora.fills(state);
    addWater(state);
    addOutlines(state, still);
    listen(state);
    Object.assign(state, acts(state));
    // On one of many there is no room for names.
    const named = frame.table.i.length > MOST_NAMED ? [] : ["tiles", "names", "labels"];
    for (const part of state.isFirst ? [...named, "insets", "keys"] : named) window.timpora[part](state);
    if (!state.isFirst) map.getContainer().role = "img";
  }

  /* The main fact of a picture, for whom does not see it: what and when, who has most and least, how many there are of
   * each kind. */
  function fact({ n, u, p, e, r }) {
    const counts = r.filter(([, , count]) => count).map(([, label, count]) => `${label}: ${count} ${WORDS.areas}`);
    return [`${n} (${u}), ${p}`, ...e, counts.join("; ")].join(". ");
  }

  // Not in a feature group: streamlit-folium hears clicks through groups, and water is not an answer.
  function addWater({ map, geometry, shapes, colours }) {
    shapes.water.forEach((rings, i) => {
      const lake = L.polygon(rings, {
        pane: "water", renderer: rendererOf(map, "water"), lineJoin: "round",
        fillColor: colours.water, fillOpacity: 1, color: colours.water_edge, weight: 1.2,
      });
      untabbed(lake.bindTooltip(`${escaped(geometry.water[i][0])} (${WORDS.water})`, TIP).addTo(map));
    });
  }

  /* A shape with a tooltip hears of focus, which makes it a stop for Tab: of some seventy, before the next button. */
  function untabbed(shape) {
    const element = shape.getElement();
    if (element) element.setAttribute("tabindex", "-1");
  }

  function addOutlines(state, still) {
    const { map, geometry, shapes, colours } = state;
    const top = (pane, options) =>
      L.polygon([], { ...still, pane, renderer: rendererOf(map, pane), fill: false, ...options }).addTo(map);
    const weight = geometry.kind === "tiles" ? 2.5 : 1.5;
    const outlines = top("outlines", { color: colours.outline, weight, opacity: 0.85 });
    outlines.setLatLngs(shapes.kabupaten);
    if (map.options.preferCanvas) {
      // Five hundred kabupaten seen from afar would be one dark smear: their lines grow as the reader comes closer.
      const far = map.getZoom();
      const thin = () => outlines.setStyle({ weight: Math.min(1.5, 0.4 + 0.35 * (map.getZoom() - far)) });
      map.on("zoomend", thin);
      thin();
    }
    state.compared = [
      top("selected", { color: colours.halo, weight: 6 }),
      top("selected", { color: colours.selected, weight: 2.5, dashArray: "7 5" }),
    ];
    state.hovered = [
      top("hover", { color: colours.halo, weight: 5, opacity: 0.9 }),
      top("hover", { color: colours.selected, weight: 2 }),
    ];
    state.chosen = [
      top("selected", { color: colours.halo, weight: 7 }),
      top("selected", { color: colours.selected, weight: 3.5 }),
    ];
  }

  // Always SVG above the areas: few shapes, and a canvas would swallow the mouse for everything below it.
  function rendererOf(map, pane) {
    map.timporaSvg = map.timporaSvg || {};
    return (map.timporaSvg[pane] = map.timporaSvg[pane] || L.svg({ pane }));
  }

  function listen(state) {
    const { frame, group } = state;
    group.bindTooltip((area) => tip(state, area), TIP);
    group.on("mouseover", (event) => frame.point(event.layer.index));
    group.on("mouseout", () => frame.point(null));
    group.on("click", (event) => {
      const { layer, originalEvent } = event;
      // Ctrl or Shift and a click: one more for comparison.
      const also = originalEvent ? originalEvent.ctrlKey || originalEvent.shiftKey || originalEvent.metaKey : layer.isAlso;
      if (!state.isFirst) return frame.press(layer.index, also);
      layer.isAlso = also;
      frame.clicked(layer.code, also);
    });
  }

  /* The number to be written on an area: the beginning of what is said of it, or a text of its own. */
  function beginning(table, place) {
    const short = (table.l || [])[place];
    return typeof short === "number" ? table.t[place].slice(0, short) : short || "";
  }

  /* What the frame asks of a panel. */
  function acts(state) {
    const { frame, map } = state;
    const put = (lines, rings) => lines.forEach((line) => line.setLatLngs(rings));
    return {
      show: () => {
        state.texts = state.table.v.split(",").map((place) => state.table.t[place]);
        state.short = state.table.v.split(",").map((place) => beginning(state.table, place));
        state.caption.textContent = [state.table.h, state.table.p].filter(Boolean).join(" · ");
        map.getContainer().ariaLabel = fact(state.table);
        state.colour();
        if (state.group.isTooltipOpen()) state.group.getTooltip().update();
      },
      colour: () => {
        const scale = `${state.table.k.join()}|${state.table.z}`;
        state.areas.forEach((area, i) => {
          const faded = isFaded(state, i);
          const drawn = `${state.table.c[i]}${faded}${scale}`;
          if (state.drawn[i] === drawn) return;
          const opacity = faded ? FADED : 1;
          area.setStyle({ ...window.timpora.look(state, state.table.c[i]), fillOpacity: opacity });
          state.drawn[i] = drawn;
        });
      },
      // In the other theme, where the areas are on a canvas.
      repaint: () => {
        state.fills = window.timpora.fills(state);
        state.drawn = [];
        state.colour();
      },
      press: (index, also) => {
        const area = state.areas[index];
        area.isAlso = also;
        area.fire("click", { latlng: area.getBounds().getCenter() }, true);
        state.group.closeTooltip(); // a click opens it, and no mouse is there to leave again
      },
      showPointed: () => put(state.hovered, frame.pointed === null ? [] : state.areas[frame.pointed].getLatLngs()),
      showSelected: () => {
        const kabupaten = state.geometry.kabupaten.findIndex((kab) => kab[5] === frame.selected);
        const area = state.byCode.get(frame.selected);
        put(state.chosen, area ? area.getLatLngs() : state.shapes.kabupaten[kabupaten] || []);
        put(state.compared, frame.compared.map((code) => state.byCode.get(code)).filter(Boolean).map((one) => one.getLatLngs()));
      },
      showKabupaten: (index) => {
        const bounds = L.latLngBounds(state.shapes.kabupaten[index].map((polygon) => polygon[0]));
        map.fitBounds(bounds, { padding: [30, 30], animate: !calm });
      },
    };
  }

  /* Areas of a class that is not kept, or outside the chosen kabupaten, step back. */
  function isFaded({ frame, geometry, table }, i) {
    const { kept, focus } = frame;
    if (focus !== null && geometry.areas[i][2] !== focus) return true;
    return kept.size > 0 && !window.timpora.marksOf(table.c[i]).some((mark) => kept.has(mark));
  }

  /* Name, kabupaten, then what is known, as the server wrote it, and of which period. */
  function tip(state, area) {
    const [, name, kabupaten] = state.geometry.areas[area.index];
    const root = L.DomUtil.create("div");
    const line = (text, tag, className) => {
      L.DomUtil.create(tag, className, root).textContent = text;
    };
    line(name, "strong");
    line(state.geometry.kabupaten[kabupaten][0], "div", "where");
    if (state.table.c[area.index] !== "-") {
      line(`${state.table.n}: ${state.texts[area.index]}`, "div", "value");
      line(state.table.p, "div", "when");
    }
    return root;
  }

  window.timpora = Object.assign(window.timpora || {}, { panel });
})();
