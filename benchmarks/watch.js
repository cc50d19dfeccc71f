/* Watches a map from the page around it. Put into every page before its own scripts; browser.py is its other half.
 *
 *   bench.place(i)    brings area i into view, marks the map, and says where on the page area i can be clicked
 *   bench.arm(kind)   "area" | "month": gets ready for the next click
 *   bench.waited()    ms from that click to the frame after its answer stood on the page; null if it never did
 *   bench.kept()      whether the marked map is still there, and still shows what it showed
 *
 * Everything is seen in the browser, once per frame, so the time it takes to ask is not part of what is measured.
 */
window.bench = (() => {
  "use strict";

  const PATIENCE_MS = 30000;
  const OUTLINE_PX = "3.5"; // of the chosen area, on both maps
  let waiting = null;
  let view = null;

  function here() {
    const frame = [...document.querySelectorAll('iframe[title^="streamlit_folium"]')].at(-1);
    const inner = frame && frame.contentWindow;
    if (!inner || !inner.map || !inner.document.body) return null;
    const areas = [...inner.document.querySelectorAll(".leaflet-overlay-pane path.leaflet-interactive")];
    return { frame, inner, map: inner.map, areas };
  }

  function look() {
    const now = here();
    if (!now) return null;
    const outlines = [...now.inner.document.querySelectorAll(`path[stroke-width="${OUTLINE_PX}"]`)];
    const text = (selector) => document.querySelector(selector)?.parentElement.textContent;
    return {
      count: now.areas.length,
      fills: now.areas.map((path) => path.getAttribute("fill")).join(),
      outline: outlines.map((path) => path.getAttribute("d")).filter((d) => d !== "M0 0").join(),
      sentence: text(".answer"),
      beside: text(".area"),
    };
  }

  const answered = {
    area: (before, now) => now.outline && now.outline !== before.outline && now.beside !== before.beside,
    month: (before, now) => now.fills !== before.fills && now.sentence !== before.sentence,
  };

  const frames = (count) => (count ? new Promise(requestAnimationFrame).then(() => frames(count - 1)) : null);

  const viewOf = (map) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()].map((n) => n.toFixed(6)).join();

  async function place(index) {
    const { map, areas } = here();
    const bounds = Object.values(map._layers).find((layer) => layer._path === areas[index]).getBounds();
    map.setView(bounds.getCenter(), map.getBoundsZoom(bounds) - 2, { animate: false });
    for (let tries = 0; tries < 60 && view !== viewOf(map); tries += 1) {
      view = viewOf(map); // a map that keeps to its bounds may glide back into them
      await frames(5);
    }
    map.benchMark = map.getContainer().benchMark = true;
    return pointIn(index);
  }

  /* A point of the page at which a click hits area `index` and nothing above it; null where there is none. */
  function pointIn(index) {
    const { frame, inner, areas } = here();
    const box = areas[index].getBoundingClientRect();
    const around = frame.getBoundingClientRect();
    const steps = [8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13]; // sixteenths of the box, from the middle outwards
    for (const down of steps) {
      for (const right of steps) {
        const [x, y] = [box.left + (box.width * right) / 16, box.top + (box.height * down) / 16];
        if (inner.document.elementFromPoint(x, y) === areas[index]) return [around.left + x, around.top + y];
      }
    }
    return null;
  }

  function arm(kind) {
    const before = look();
    const target = kind === "area" ? here().inner.document : document;
    waiting = new Promise((resolve) => {
      setTimeout(() => resolve(null), PATIENCE_MS);
      const clicked = () => {
        const started = performance.now();
        const each = () => {
          const now = look();
          const is_there = now && now.count === before.count && answered[kind](before, now);
          requestAnimationFrame(is_there ? () => resolve(performance.now() - started) : each);
        };
        requestAnimationFrame(each);
      };
      target.addEventListener("click", clicked, { capture: true, once: true });
    });
  }

  function kept() {
    const { map } = here();
    return { map: map.benchMark === true && map.getContainer().benchMark === true, view: viewOf(map) === view };
  }

  const ready = () => (look()?.count && look().sentence && look().beside ? look().count : 0);

  return { place, arm, waited: () => waiting, kept, ready };
})();
