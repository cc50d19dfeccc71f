/* The browser half of the map. Needs Leaflet 1.9 (global L) and window.TIMPORA_GEOMETRY, which
 * timpora/draw/geometry.py describes, and the other peta-*.js before it. Nothing here asks a network for anything.
 *
 *   timpora.map(id, version, canvas)  makes the empty map: sea, controls, viewport. Once per page.
 *   timpora.paint(map, table)         first call draws the shapes; every later call only restyles those same shapes.
 *
 * table, as timpora/draw/maps.py writes it, per area in the order of the geometry:
 *   t  what is said of areas, each text once: numbers are written by the server, here none is made
 *   v  the place in t of each area's text, joined by commas; nothing for an area outside this view
 *   c  one letter each: 0…9 class, z zero, n not reported, s suppressed, i insufficient, x not applicable, - outside;
 *      A…J and Z: a class and zero on a small base
 *   k  colours of the classes   z  colour of zero   s  selected code or null
 *   n, p  layer's name, period
 */
(() => {
  "use strict";

  // Every word the map says by itself comes with the geometry, from the catalogue of texts.
  const WORDS = window.TIMPORA_GEOMETRY.words;
  // Bottom to top. Hover and selection are shapes of their own on top, so that the areas keep their order and,
  // on canvas, the nation need not be drawn again because a mouse moved.
  const PANES = { land: 380, water: 410, outlines: 420, hover: 430, selected: 440, names: 450 };
  const TIP = { sticky: true, opacity: 1, className: "timpora-tip" };
  // How long a click's outline may wait for the server to agree with it.
  const PATIENCE_MS = 10000;

  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function makeMap(id, version, canvas) {
    const geometry = window.TIMPORA_GEOMETRY;
    if (geometry.version !== version) throw new Error(`geometry ${geometry.version}, map wants ${version}`);
    const map = L.map(id, {
      attributionControl: false,
      zoomControl: false,
      preferCanvas: !!canvas,
      keyboard: false, // arrows walk over areas instead of moving the picture: peta-keys.js
      zoomSnap: 0.1,
      zoomDelta: 0.75,
      wheelPxPerZoomLevel: 110,
      maxBoundsViscosity: 0.8,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      inertia: !calm,
    });
    map.getContainer().style.background = geometry.colours.sea;
    map.getContainer().lang = WORDS.locale;
    for (const [name, height] of Object.entries(PANES)) {
      const pane = map.createPane(name);
      pane.style.zIndex = height;
      if (name !== "water") pane.style.pointerEvents = "none";
    }
    keepInView(map, geometry);
    addControls(map, geometry);
    return map;
  }

  /* The whole area, as large as it goes, until a reader moves the map; from then on it stays where they put it. */
  function keepInView(map, geometry) {
    const [west, south, east, north] = geometry.bounds;
    const bounds = L.latLngBounds([south, west], [north, east]);
    const limits = box(geometry.view).pad(0.3);
    let fitting = false;
    let untouched = true;
    const fit = () => {
      fitting = true;
      // Limits first off: a grown frame sees past them, and Leaflet would go on panning back under our new view.
      map.setMaxBounds(null).stop();
      map.setMinZoom(0).fitBounds(bounds, { padding: [14, 14], animate: false });
      map.setMinZoom(map.getZoom() - 0.5).setMaxBounds(limits);
      fitting = false;
    };
    map.showAll = () => {
      fit();
      untouched = true;
    };
    fit();
    map.setMaxZoom(map.getZoom() + 6);
    map.on("zoomstart dragstart", () => (untouched = untouched && fitting));
    // A frame that was still hidden or narrow at the first fit would otherwise keep a speck of a map.
    map.on("resize", () => untouched && fit());
    // The frame grows with the screen and when its style arrives, which Leaflet does not hear of by itself.
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  }

  function addControls(map, geometry) {
    const zoom = L.control.zoom({ zoomInTitle: WORDS.nearer, zoomOutTitle: WORDS.farther }).addTo(map);
    const all = L.DomUtil.create("a", "timpora-all", zoom.getContainer());
    Object.assign(all, { href: "#", title: WORDS.all, role: "button" });
    all.setAttribute("aria-label", WORDS.all);
    L.DomEvent.disableClickPropagation(all).on(all, "click", (event) => {
      L.DomEvent.preventDefault(event);
      map.showAll();
    });
    // Tiles lie near the land, not on it: a scale would promise distances they do not keep.
    if (geometry.kind === "polygons") L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(escaped(geometry.attribution)).addTo(map);
  }

  const box = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

  function escaped(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

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

  function build(map) {
    const geometry = window.TIMPORA_GEOMETRY;
    const { colours, scale } = geometry;
    const still = { interactive: false, lineJoin: "round" };
    const shapes = {
      land: decoded(geometry.land, scale),
      areas: geometry.areas.map((area) => decoded(area[3], scale)),
      kabupaten: geometry.kabupaten.map((kab) => decoded(kab[4], scale)),
      water: geometry.water.map((lake) => decoded(lake[4], scale)),
    };
    L.polygon(shapes.land, {
      ...still, pane: "land", renderer: L.svg({ pane: "land" }),
      fillColor: colours.land, fillOpacity: 1, color: colours.land_edge, weight: 1,
    }).addTo(map);

    const state = { map, geometry, shapes, colours, drawn: [], clicks: 0, pending: null, table: null };
    // What the parts of the map share: what is chosen, what is pointed at, and who is told when either changes.
    Object.assign(state, {
      selected: null,
      pointed: null,
      numbers: new Map(),
      watchers: [],
      svg: (pane) => rendererOf(map, pane),
      tip: (area) => tip(state, area),
      tell: () => state.watchers.forEach((watch) => watch()),
      press: (area) => {
        area.fire("click", { latlng: area.getBounds().getCenter() }, true);
        state.group.closeTooltip(); // a click opens it, and no mouse is there to leave again
      },
      point: (area) => {
        state.pointed = area;
        for (const ring of state.hovered) ring.setLatLngs(area ? area.getLatLngs() : []);
        state.tell();
      },
    });
    state.areas = shapes.areas.map((rings, i) => {
      const area = L.polygon(rings, { fillOpacity: 1, lineJoin: "round" });
      area.index = i;
      area.code = geometry.areas[i][0];
      // streamlit-folium sends this up for a click: the code is all the server needs. The count makes a second
      // click on the same area news, which it is when the selection was changed elsewhere in between.
      area.toGeoJSON = () => ({
        type: "Feature",
        properties: { code: area.code, click: state.clicks },
        geometry: null,
      });
      return area;
    });
    state.byCode = new Map(state.areas.map((area) => [area.code, area]));
    state.group = L.featureGroup(state.areas).addTo(map);
    state.fills = window.timpora.fills(state);

    // Not in a feature group: streamlit-folium hears clicks through groups, and water is not an answer.
    shapes.water.forEach((rings, i) => {
      const name = geometry.water[i][0];
      L.polygon(rings, {
        pane: "water", renderer: rendererOf(map, "water"), lineJoin: "round",
        fillColor: colours.water, fillOpacity: 1, color: colours.water_edge, weight: 1.2,
      })
        .bindTooltip(`${escaped(name)} (${WORDS.water})`, TIP)
        .addTo(map);
    });
    const top = (pane, options) =>
      L.polygon([], { ...still, pane, renderer: rendererOf(map, pane), fill: false, ...options }).addTo(map);
    const weight = geometry.kind === "tiles" ? 2.5 : 1.5;
    const outlines = top("outlines", { color: colours.outline, weight, opacity: 0.85 });
    outlines.setLatLngs(shapes.kabupaten);
    if (isCrowded(map)) {
      // Five hundred kabupaten seen from afar would be one dark smear: their lines grow as the reader comes closer.
      const far = map.getZoom();
      const thin = () => outlines.setStyle({ weight: Math.min(1.5, 0.4 + 0.35 * (map.getZoom() - far)) });
      map.on("zoomend", thin);
      thin();
    }
    state.hovered = [
      top("hover", { color: colours.halo, weight: 5, opacity: 0.9 }),
      top("hover", { color: colours.selected, weight: 2 }),
    ];
    state.halo = top("selected", { color: colours.halo, weight: 7 });
    state.ring = top("selected", { color: colours.selected, weight: 3.5 });
    listen(state);
    for (const part of ["tiles", "names", "insets", "keys"]) window.timpora[part](state);
    return state;
  }

  // More areas than SVG can move smoothly (maps.py, NATIONAL): drawn on canvas, with thinner lines.
  const isCrowded = (map) => map.options.preferCanvas;

  // Always SVG above the areas: few shapes, and a canvas would swallow the mouse for everything below it.
  function rendererOf(map, pane) {
    map.timporaSvg = map.timporaSvg || {};
    return (map.timporaSvg[pane] = map.timporaSvg[pane] || L.svg({ pane }));
  }

  function listen(state) {
    state.group.bindTooltip((area) => tip(state, area), TIP);
    state.group.on("mouseover", (event) => state.point(event.layer));
    state.group.on("mouseout", () => state.point(null));
    state.group.on("click", (event) => {
      state.clicks += 1;
      state.pending = event.layer.code;
      clearTimeout(state.waiting);
      state.waiting = setTimeout(() => {
        state.pending = null;
        showSelected(state);
      }, PATIENCE_MS);
      showSelected(state);
    });
  }

  /* What the reader clicked last, until the server has answered that click; else what the server says. */
  function showSelected(state) {
    const code = (state.selected = state.pending || state.table.s);
    const area = state.byCode.get(code);
    const kabupaten = state.geometry.kabupaten.findIndex((kab) => kab[5] === code);
    const rings = area ? area.getLatLngs() : state.shapes.kabupaten[kabupaten] || [];
    state.halo.setLatLngs(rings);
    state.ring.setLatLngs(rings);
    state.tell();
  }

  function paint(map, table) {
    const state = (map.timpora = map.timpora || build(map));
    const recoloured = !state.table || state.table.k.join() !== table.k.join() || state.table.z !== table.z;
    state.table = table;
    state.texts = table.v.split(",").map((place) => table.t[place]);
    state.areas.forEach((area, i) => {
      if (!recoloured && state.drawn[i] === table.c[i]) return;
      area.setStyle(window.timpora.look(state, table.c[i]));
      state.drawn[i] = table.c[i];
    });
    if (state.pending === table.s) state.pending = null;
    showSelected(state);
    if (state.group.isTooltipOpen()) state.group.getTooltip().update();
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

  window.timpora = Object.assign(window.timpora || {}, { map: makeMap, paint });
})();
