/* An empty map: sea, panes, controls, and a viewport that shows the whole until a reader moves it. Called by peta-frame.js. */
(() => {
  "use strict";

  // Every word the map says by itself comes with the geometry, from the catalogue of texts.
  const WORDS = window.TIMPORA_GEOMETRY.words;
  // Bottom to top. Hover and selection are shapes of their own on top, so that the areas keep their order and,
  // on canvas, the nation need not be drawn again because a mouse moved.
  const PANES = { land: 380, water: 410, outlines: 420, hover: 430, selected: 440, names: 450 };

  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  /* An empty map of the whole area; isFollower: one beside the first, which has no controls of its own. */
  function panelMap(frame, element, isFollower) {
    const { geometry } = frame;
    const map = L.map(element, {
      attributionControl: false,
      zoomControl: false,
      preferCanvas: frame.canvas,
      keyboard: false, // arrows walk over areas instead of moving the picture: peta-keys.js
      zoomSnap: 0.1,
      zoomDelta: 0.75,
      wheelPxPerZoomLevel: 110,
      maxBoundsViscosity: 0.8,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      inertia: !calm && !isFollower,
    });
    map.getContainer().style.background = "var(--sea)";
    for (const [name, height] of Object.entries(PANES)) {
      const pane = map.createPane(name);
      pane.style.zIndex = height;
      if (name !== "water") pane.style.pointerEvents = "none";
    }
    if (isFollower) {
      // It goes where the first map goes.
      map.fitBounds(box(geometry.bounds), { animate: false });
      new ResizeObserver(() => {
        map.invalidateSize({ pan: false });
        frame.follow();
      }).observe(map.getContainer());
    } else {
      keepInView(map, geometry);
      addControls(map, frame);
    }
    return map;
  }

  /* The whole area, as large as it goes, until a reader moves the map; from then on it stays where they put it. */
  function keepInView(map, geometry) {
    const bounds = box(geometry.bounds);
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
    // A thumb on the whole map scrolls the page, which may be no larger than the map; on a nearer one it moves the map.
    if (matchMedia("(pointer: coarse)").matches) {
      const drag = () => map.dragging[map.getZoom() > map.getMinZoom() + 0.6 ? "enable" : "disable"]();
      map.on("zoomend resize", drag);
      drag();
    }
    // A frame that was still hidden or narrow at the first fit would otherwise keep a speck of a map.
    map.on("resize", () => untouched && fit());
    // The frame grows with the screen and when its style arrives, which Leaflet does not hear of by itself.
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  }

  function addControls(map, frame) {
    const { geometry } = frame;
    const zoom = L.control.zoom({ zoomInTitle: WORDS.nearer, zoomOutTitle: WORDS.farther }).addTo(map);
    button(zoom, "timpora-all", WORDS.all, () => map.showAll());
    if (document.fullscreenEnabled) {
      button(zoom, "timpora-full", WORDS.full, () =>
        document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
      );
    }
    // Tiles lie near the land, not on it: a scale would promise distances they do not keep.
    if (geometry.kind === "polygons") L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(escaped(geometry.attribution)).addTo(map);
  }

  function button(control, className, title, act) {
    const made = L.DomUtil.create("a", className, control.getContainer());
    Object.assign(made, { href: "#", title, role: "button", ariaLabel: title });
    L.DomEvent.disableClickPropagation(made).on(made, "click", (event) => {
      L.DomEvent.preventDefault(event);
      act();
    });
  }

  const box = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

  function escaped(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

  window.timpora = Object.assign(window.timpora || {}, { panelMap, escaped, calm });
})();
