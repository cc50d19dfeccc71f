/* A kabupaten whose kecamatan are too small to click at first view, once more and larger in a corner of the map: same
 * colours, same selection, same words. Which and where comes with the geometry (insets.py). Called by peta-frame.js.
 */
(() => {
  "use strict";

  const SIDE = 200; // of the picture's longer side, in its own units
  const MARGIN = 8;
  const ZOOM = 14; // any: shapes are scaled to the picture

  function insets(state) {
    for (const [kabupaten, corner, places] of state.geometry.insets) {
      const control = L.control({ position: corner });
      control.onAdd = () => drawn(state, kabupaten, places);
      control.addTo(state.map);
      frame(state, kabupaten);
    }
  }

  /* What the corner shows, marked where it lies. */
  function frame(state, kabupaten) {
    const bounds = L.latLngBounds(state.shapes.kabupaten[kabupaten].map((polygon) => polygon[0])).pad(0.15);
    const { outline } = state.colours;
    L.rectangle(bounds, { pane: "outlines", renderer: state.svg("outlines"), interactive: false, fill: false,
                          color: outline, weight: 1, dashArray: "2 3" }).addTo(state.map);
  }

  /* places: [lon, lat] of the room for a number in each area. */
  function drawn(state, kabupaten, places) {
    const box = L.DomUtil.create("div", "timpora-inset");
    L.DomEvent.disableClickPropagation(box);
    L.DomUtil.create("div", "name", box).textContent = state.geometry.kabupaten[kabupaten][0];
    const areas = state.areas.filter((area) => state.geometry.areas[area.index][2] === kabupaten);
    const place = scaled(areas);
    const svg = element("svg", box, { viewBox: `0 0 ${place.width} ${place.height}`, "aria-hidden": "true" });
    const shapes = areas.map((area) => element("path", svg, { d: path(area, place), "data-code": area.code }));
    const rings = ["halo", "ring", "pale", "pointed"].map((name) => element("path", svg, { class: name }));
    const numbers = places.map(([lon, lat]) => element("text", svg, place.at([lat, lon])));
    const said = L.DomUtil.create("div", "timpora-tip", box);
    said.hidden = true;

    areas.forEach((area, i) => {
      shapes[i].addEventListener("click", () => state.frame.press(area.index));
      shapes[i].addEventListener("mouseenter", () => {
        state.frame.point(area.index);
        said.replaceChildren(state.tip(area));
        said.hidden = false;
      });
      shapes[i].addEventListener("mouseleave", () => {
        state.frame.point(null);
        said.hidden = true;
      });
    });
    const outline = (area) => (area && areas.includes(area) ? path(area, place) : "");
    state.watchers.push(() => {
      box.hidden = state.frame.focus === kabupaten; // it fills the map by then
      areas.forEach((area, i) => {
        const { fillColor, color, dashArray } = window.timpora.look(state, state.table.c[area.index]);
        shapes[i].setAttribute("fill", fillColor);
        shapes[i].setAttribute("fill-opacity", area.options.fillOpacity);
        shapes[i].setAttribute("stroke", color);
        shapes[i].setAttribute("stroke-dasharray", dashArray || "none");
        numbers[i].textContent = state.numbers.get(area.code) || "";
      });
      const [chosen, pointed] = [outline(state.byCode.get(state.frame.selected)), outline(state.areas[state.frame.pointed])];
      [chosen, chosen, pointed, pointed].forEach((d, i) => rings[i].setAttribute("d", d));
    });
    return box;
  }

  function element(tag, parent, attributes) {
    const made = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", tag));
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  const projected = (at) => L.CRS.EPSG3857.latLngToPoint(L.latLng(at), ZOOM);

  /* Size of the picture, and where in it a place on the earth lies. */
  function scaled(areas) {
    const bounds = L.bounds(areas.flatMap((area) => area.getLatLngs().flat(2)).map(projected));
    const size = bounds.getSize();
    const scale = (SIDE - 2 * MARGIN) / Math.max(size.x, size.y);
    return {
      width: size.x * scale + 2 * MARGIN,
      height: size.y * scale + 2 * MARGIN,
      at: (where) => projected(where).subtract(bounds.min).multiplyBy(scale).add([MARGIN, MARGIN]),
    };
  }

  function path(area, place) {
    const tenth = (value) => Math.round(10 * value) / 10;
    const ring = (points) => `M${points.map((at) => place.at(at)).map(({ x, y }) => `${tenth(x)} ${tenth(y)}`).join("L")}Z`;
    return area.getLatLngs().flatMap((polygon) => polygon.map(ring)).join("");
  }

  window.timpora = Object.assign(window.timpora || {}, { insets });
})();
