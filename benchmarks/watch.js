/* Watches a map from the page around it. Put into every page before its own scripts; browser.py is its other half.
 *
 *   bench.first()     ms from the start of the navigation to the frame after the map stood on the page
 *   bench.place(i)    brings area i into view, marks the map, and says where on the page area i can be clicked
 *   bench.arm(kind)   "area" | "month" | "layer" | "keep" | "mode" | "form" | "text": gets ready for the next click
 *   bench.waited()    ms from that click to the frame after its answer stood on the page; null if it never did
 *   bench.kept()      whether the marked map is still there, and still shows what it showed
 *   bench.fetched(of) bytes that came over the network for what the map loads from paths with `of` in them
 *
 * Everything is seen in the browser, once per frame, so the time it takes to ask is not part of what is measured.
 */
window.bench = (() => {
  "use strict";

  const PATIENCE_MS = 60000;
  const OUTLINE_PX = "3.5"; // of the chosen area, on both maps
  let waiting = null;
  let view = null;

  function here() {
    const frame = [...document.querySelectorAll('iframe[title^="streamlit_folium"]')].at(-1);
    const inner = frame && frame.contentWindow;
    if (!inner || !inner.map || !inner.document.body) return null;
    const areas = [...inner.document.querySelectorAll(".leaflet-overlay-pane path.leaflet-interactive")];
    return { frame, inner, map: inner.map, areas, panels: (inner.map.timporaFrame || {}).panels };
  }

  /* What stands on the page. Our maps are asked what they have drawn: on a canvas there is nothing else to see. */
  function look() {
    const now = here();
    const text = (selector) => document.querySelector(selector)?.parentElement.textContent;
    if (!now) return { count: 0, sentence: text(".answer") };
    const { panels, areas } = now;
    const isDrawn = !panels || panels.every(({ drawn, areas: own }) => own && drawn.length === own.length);
    const outlines = [...now.inner.document.querySelectorAll(`path[stroke-width="${OUTLINE_PX}"]`)];
    return {
      count: !isDrawn ? 0 : panels ? panels[0].areas.length : areas.length,
      maps: panels ? panels.length : 1,
      kind: panels && isDrawn ? panels[0].geometry.kind : "polygons",
      fills: panels ? panels.map(({ drawn }) => drawn && drawn.join()).join() : areas.map((path) => path.getAttribute("fill")).join(),
      outline: outlines.map((path) => path.getAttribute("d")).filter((d) => d !== "M0 0").join(),
      sentence: text(".answer"),
      beside: text(".area"),
    };
  }

  const repainted = (before, now) => now.fills !== before.fills && now.sentence !== before.sentence;
  const answered = {
    area: (before, now) => now.outline && now.outline !== before.outline && now.beside !== before.beside,
    month: repainted,
    layer: repainted,
    keep: (before, now) => now.fills !== before.fills,
    mode: (before, now) => now.maps !== before.maps && now.sentence !== before.sentence,
    form: (before, now) => now.kind !== before.kind,
    text: (before, now) => now.sentence !== before.sentence, // of a page without a map
  };

  const frames = (count) => (count ? new Promise(requestAnimationFrame).then(() => frames(count - 1)) : null);

  const viewOf = (map) => ({ centre: map.getCenter(), zoom: map.getZoom() });

  /* Within a pixel: a map that looks at its size again knows its centre in whole pixels. */
  const isView = (map) =>
    view && view.zoom === map.getZoom() && map.project(view.centre).distanceTo(map.project(map.getCenter())) <= 1;

  async function place(index) {
    const { map, areas, panels } = here();
    const layer = panels ? panels[0].areas[index] : Object.values(map._layers).find((one) => one._path === areas[index]);
    const bounds = layer.getBounds();
    map.setView(bounds.getCenter(), map.getBoundsZoom(bounds) - 2, { animate: false });
    view = null;
    for (let tries = 0; tries < 60 && !isView(map); tries += 1) {
      view = viewOf(map); // a map that keeps to its bounds may glide back into them
      await frames(5);
    }
    map.benchMark = map.getContainer().benchMark = true;
    return layer._path ? pointIn(layer._path) : pointOn(map, panels[0], index);
  }

  /* A point of the page at which a click hits this path and nothing above it; null where there is none. */
  function pointIn(path) {
    const { frame, inner } = here();
    const box = path.getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    const steps = [8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13]; // sixteenths of the box, from the middle outwards
    for (const down of steps) {
      for (const right of steps) {
        const [x, y] = [box.left + (box.width * right) / 16, box.top + (box.height * down) / 16];
        if (inner.document.elementFromPoint(x, y) === path) return [around.left + x, around.top + y];
      }
    }
    return null;
  }

  /* On a canvas: the roomiest place inside the area, which comes with the geometry. */
  function pointOn(map, { geometry }, index) {
    const [lon, lat] = geometry.areas[index][4];
    const around = here().frame.getBoundingClientRect();
    const box = map.getContainer().getBoundingClientRect();
    const at = map.latLngToContainerPoint([lat, lon]);
    return [around.left + box.left + at.x, around.top + box.top + at.y];
  }

  function arm(kind) {
    const before = look();
    waiting = new Promise((resolve) => {
      setTimeout(() => resolve(null), PATIENCE_MS);
      const clicked = () => {
        documents.forEach((one) => one.removeEventListener("click", clicked, { capture: true }));
        const started = performance.now();
        const each = () => {
          const now = look();
          const isThere = (now.count || kind === "text") && now.sentence && answered[kind](before, now);
          requestAnimationFrame(isThere ? () => resolve(performance.now() - started) : each);
        };
        requestAnimationFrame(each);
      };
      const documents = [document, ...(here() ? [here().inner.document] : [])];
      documents.forEach((one) => one.addEventListener("click", clicked, { capture: true }));
    });
  }

  function kept() {
    if (!here()) return { map: false, view: false };
    const { map } = here();
    return { map: map.benchMark === true && map.getContainer().benchMark === true, view: isView(map) };
  }

  const ready = (isMap) => (look().sentence && (look().count || !isMap) ? look().count || 1 : 0);

  const opened = new Promise((resolve) => {
    const each = () => requestAnimationFrame(look().count ? () => resolve(performance.now()) : each);
    requestAnimationFrame(each);
  });

  function fetched(of) {
    const { performance: log } = here().inner;
    const files = log.getEntriesByType("resource").filter(({ name }) => new URL(name).pathname.includes(of));
    return files.length ? files.reduce((sum, { transferSize }) => sum + transferSize, 0) : null;
  }

  return { place, arm, waited: () => waiting, kept, ready, first: () => opened, fetched };
})();
