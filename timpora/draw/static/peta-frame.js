/* The browser half of the map. Needs Leaflet 1.9 (global L) and window.TIMPORA_GEOMETRY, which
 * timpora/draw/geometry.py describes, and the other peta-*.js before it. Nothing here asks a network for anything.
 *
 *   timpora.map(id, version, canvas)  makes the empty frame: a map with its sea, controls and viewport, a place for the
 *                                     legend beside it. Once per page.
 *   timpora.paint(map, table)         first call draws the shapes; every later call only restyles those same shapes.
 *
 * table, as timpora/draw/maps.py writes it:
 *   a  number of the last message that was heard
 *   s  chosen code or null   q  codes chosen for comparison   w  marks of the classes that are kept, "" for all
 *   o  1 where no server answers: what is clicked stays chosen
 *   m  1 in meeting size     d  first, last and chosen month, where the map may choose months
 *   f  1 where the month is one of a film
 *   i  the pictures, one map each; the first is the map that `timpora.map` made
 * A picture has, per area in the order of the geometry:
 *   t  what is said of areas, each text once: numbers are written by the server, here none is made
 *   l  the short form of each text, to be written on the area
 *   v  the place in t of each area's text, joined by commas; nothing for an area outside this view
 *   c  one letter each: 0…9 class, z zero, n not reported, s suppressed, i insufficient, x not applicable, - outside;
 *      A…J and Z: a class and zero on a small base
 *   k  colours of the classes   z  colour of zero   n, p, u  layer's name, period, unit
 *   h  what stands above the map with its period, where maps differ
 *   r  the legend: [mark, label, count]   e  who has the most and the least   w  a warning   g  two axes, [name, parts] each
 */
(() => {
  "use strict";

  // How long a click's outline may wait for the server to agree with it.
  const PATIENCE_MS = 10000;
  // How long an answer may take before it is asked for again, and how often that is done.
  const AGAIN_MS = 4000;
  const TIMES = 3;

  function makeMap(id, version, canvas) {
    const geometry = window.TIMPORA_GEOMETRY;
    if (geometry.version !== version) throw new Error(`geometry ${geometry.version}, map wants ${version}`);
    const own = document.getElementById(id);
    const frame = {
      geometry, canvas: !!canvas, panels: [], watchers: [], clicks: 0, pending: null, table: null,
      selected: null, compared: [], pointed: null, kept: new Set(), focus: null,
      // What the reader has asked for since the server last answered. All of it goes up each time: of two quick
      // messages streamlit-folium may send the last one only.
      wishes: {},
    };
    frame.root = L.DomUtil.create("div", "timpora-frame", own.parentElement);
    frame.root.lang = geometry.words.locale;
    // The map is the first that Tab comes to; the stylesheet puts the legend before it.
    frame.stage = L.DomUtil.create("div", "timpora-stage", frame.root);
    frame.grid = L.DomUtil.create("div", "timpora-panels", frame.stage);
    frame.side = L.DomUtil.create("div", "timpora-side", frame.root);
    frame.key = L.DomUtil.create("div", "timpora-key", frame.side);
    L.DomUtil.create("p", "source", frame.side).textContent = geometry.attribution;
    window.timpora.theme(frame);
    frame.follow = () => follow(frame, frame.panels[0].map);
    add(frame, own);
    const { map } = frame.panels[0];
    map.timporaFrame = frame;
    arrange(frame);
    new ResizeObserver(() => arrange(frame)).observe(frame.grid);
    return map;
  }

  /* One more map in the frame; the first is `own`, which folium put into the page. */
  function add(frame, own) {
    const cell = L.DomUtil.create("figure", "timpora-panel", frame.grid);
    const caption = L.DomUtil.create("figcaption", "", cell);
    const element = own || L.DomUtil.create("div");
    element.classList.add("folium-map"); // streamlit-folium brings an element of its own, without the class
    cell.append(element);
    const map = window.timpora.panelMap(frame, element, !own);
    frame.panels.push({ frame, cell, caption, map, isFirst: !!own });
    // A frame that grows moves its maps too: of the others only a hand on them counts.
    map.on(own ? "move" : "drag zoomend", () => follow(frame, map));
    return cell;
  }

  /* Maps side by side show the same place. */
  function follow(frame, map) {
    if (frame.following || frame.panels.length < 2) return;
    frame.following = true;
    for (const panel of frame.panels) {
      if (panel.map !== map) panel.map.setView(map.getCenter(), map.getZoom(), { animate: false });
    }
    frame.following = false;
  }

  /* As many columns as make the maps largest. */
  function arrange(frame) {
    const n = frame.panels.length;
    const { clientWidth: width, clientHeight: height } = frame.grid;
    const [west, south, east, north] = frame.geometry.bounds;
    const shape = (east - west) / (north - south);
    const size = (columns) => Math.min(width / columns / shape, height / Math.ceil(n / columns));
    let best = 1;
    for (let columns = 2; columns <= n; columns += 1) if (size(columns) > size(best) + 1) best = columns;
    frame.grid.style.gridTemplateColumns = `repeat(${best}, minmax(0, 1fr))`;
    frame.root.classList.toggle("timpora-many", n > 2);
  }

  function start(frame) {
    Object.assign(frame, {
      tell: () => {
        frame.panels.forEach((panel) => panel.watchers.forEach((watch) => watch()));
        frame.watchers.forEach((watch) => watch());
      },
      point: (index) => {
        frame.pointed = index;
        frame.panels.forEach((panel) => panel.showPointed());
        frame.tell();
      },
      press: (index, also) => frame.panels[0].press(index, also),
      keep: (mark) => {
        const { kept } = frame;
        if (mark === null) kept.clear();
        else if (!kept.delete(mark)) kept.add(mark);
        frame.panels.forEach((panel) => panel.colour());
        frame.tell();
        frame.wish({ keep: [...kept].join("") });
      },
      clicked: (code, also) => {
        frame.clicks += 1;
        if (also) compare(frame, code);
        else {
          frame.wishes.code = code;
          expect(frame, code);
        }
        send(frame);
      },
      choose: (code) => {
        expect(frame, code);
        frame.wish({ code });
      },
      // streamlit-folium sends this up for what is clicked. The count makes a second click on the same area news,
      // which it is when the selection was changed elsewhere in between.
      said: () => ({ type: "Feature", properties: { ...frame.wishes, click: frame.clicks }, geometry: null }),
    });
    // streamlit-folium sends up what is clicked in a group on its map: this one is clicked by us.
    const messenger = L.layerGroup(); // a layer that draws nothing
    L.featureGroup([messenger]).addTo(frame.panels[0].map);
    messenger.toGeoJSON = frame.said;
    frame.wish = (wishes) => {
      frame.clicks += 1;
      Object.assign(frame.wishes, wishes);
      messenger.fire("click", { latlng: frame.panels[0].map.getCenter() }, true);
      send(frame);
    };
    for (const part of ["find", "legend", "time"]) window.timpora[part](frame);
  }

  /* At once: streamlit-folium waits a quarter of a second after a click, and then finds it sent already. What is said
   * while the line is down is lost, and nobody is told: what was not answered is said again, whole, a few times.
   */
  function send(frame, times = 0) {
    const value = { last_active_drawing: frame.said() };
    Object.assign(window.__GLOBAL_DATA__ || {}, { ...value, previous_data: value });
    window.parent.postMessage({ isStreamlitMessage: true, type: "streamlit:setComponentValue", value, dataType: "json" }, "*");
    clearTimeout(frame.unanswered);
    if (frame.table.o || times === TIMES) return;
    frame.unanswered = setTimeout(() => {
      if (frame.table.a === frame.clicks) return;
      frame.clicks += 1; // the same number again would be no news
      send(frame, times + 1);
    }, AGAIN_MS * 2 ** times);
  }

  /* One more kecamatan taken for comparison, or left out again. */
  function compare(frame, code) {
    const rest = frame.compared.filter((one) => one !== code);
    frame.wishes.compared = frame.compared = rest.length < frame.compared.length ? rest : [...rest, code];
    frame.panels.forEach((panel) => panel.showSelected());
  }

  /* What was clicked is chosen at once, as long as the server may still agree. */
  function expect(frame, code) {
    frame.pending = code;
    clearTimeout(frame.waiting);
    if (frame.table.o) return showSelected(frame);
    frame.waiting = setTimeout(() => {
      frame.pending = null;
      showSelected(frame);
    }, PATIENCE_MS);
    showSelected(frame);
  }

  /* What the reader clicked last, until the server has answered that click; else what the server says. */
  function showSelected(frame) {
    const before = frame.selected;
    frame.selected = frame.pending || frame.table.s;
    frame.panels.forEach((panel) => panel.showSelected());
    if (frame.selected !== before) focusOn(frame);
    frame.tell();
  }

  /* A chosen kabupaten fills the map and the others step back, until something outside it is chosen. */
  function focusOn(frame) {
    const { geometry, selected, focus } = frame;
    const chosen = geometry.kabupaten.findIndex((kab) => kab[5] === selected);
    const area = geometry.areas.find(([code]) => code === selected);
    const now = chosen >= 0 ? chosen : area && area[2] === focus ? focus : null;
    if (now === focus) return;
    frame.focus = now;
    frame.panels.forEach((panel) => {
      panel.colour();
      panel.placeNames();
    });
    if (now !== null) frame.panels[0].showKabupaten(now);
    else frame.panels[0].map.showAll();
  }

  function paint(map, table) {
    const frame = map.timporaFrame;
    const isFirst = !frame.table;
    frame.table = table;
    if (isFirst) start(frame);
    if (table.a === frame.clicks) frame.wishes = {};
    frame.compared = frame.wishes.compared || table.q || [];
    frame.kept = new Set(table.w || "");
    const grown = frame.root.classList.contains("timpora-rapat") !== !!table.m;
    frame.root.classList.toggle("timpora-rapat", !!table.m);
    const { panels } = frame;
    const before = panels.length;
    while (panels.length > table.i.length) {
      const { map: gone, cell } = panels.pop();
      gone.remove();
      cell.remove();
    }
    while (panels.length < table.i.length) add(frame);
    frame.root.classList.toggle("timpora-one", panels.length === 1);
    arrange(frame);
    panels.forEach((panel, i) => {
      panel.table = table.i[i];
      if (!panel.areas) window.timpora.panel(panel);
      panel.map.invalidateSize({ pan: false });
      panel.show();
      if (grown) panel.placeNames();
    });
    if (frame.pending === table.s) frame.pending = null;
    showSelected(frame);
    if ((isFirst || before !== panels.length) && frame.focus === null) map.showAll();
    frame.follow();
  }

  window.timpora = Object.assign(window.timpora || {}, { map: makeMap, paint });
})();
