/* The legend beside the maps: what each colour and pattern stands for, how many kecamatan have it, where the one under
 * the pointer and the chosen one are, who has the most and the least. Each row is a key: it keeps its kecamatan and
 * lets the others step back. Called by peta-frame.js with the frame.
 */
(() => {
  "use strict";

  const WORDS = window.TIMPORA_GEOMETRY.words;
  const SMALL = "ABCDEFGHIJ";
  const HATCHED = "h";

  /* Rows of the legend that an area of this letter belongs to. */
  function marksOf(letter) {
    if (letter === "Z") return ["z", HATCHED];
    const small = SMALL.indexOf(letter);
    return small >= 0 ? [String(small), HATCHED] : [letter];
  }

  function legend(frame) {
    let written = "";
    frame.watchers.push(() => {
      const scales = scalesOf(frame);
      const now = JSON.stringify(scales.map(({ rows, name, warning, ends }) => [rows, name, warning, ends]));
      if (now !== written) {
        frame.key.replaceChildren(...scales.map((scale) => section(frame, scale)), everything(frame));
        written = now;
      }
      mark(frame);
    });
  }

  /* Pictures of one scale have one legend, with a column of counts each where they are two. */
  function scalesOf(frame) {
    const found = new Map();
    frame.panels.forEach(({ table }) => {
      const id = JSON.stringify([table.n, table.k, table.z, table.w]);
      const own = found.get(id) || { name: table.n, unit: table.u, warning: table.w, axes: (table.g || []).length ? table.g : null, tables: [] };
      own.tables.push(table);
      found.set(id, own);
    });
    return [...found.values()].map((scale) => {
      const labels = new Map(scale.tables.flatMap(({ r }) => r.map(([letter, label]) => [letter, label])));
      const count = (table, letter) => (table.r.find(([own]) => own === letter) || [0, 0, 0])[2];
      const rows = ordered([...labels.keys()]).map((letter) => ({
        letter, label: labels.get(letter), counts: scale.tables.map((table) => count(table, letter)),
      }));
      const ends = scale.tables.length === 1 ? scale.tables[0].e : [];
      return { ...scale, rows, ends, palette: scale.tables[0].k, zero: scale.tables[0].z };
    });
  }

  // Classes from the highest down, then zero, what is hatched, and the empties: as legend.py has them.
  const ordered = (letters) => {
    const place = (letter) => ("0" <= letter && letter <= "9" ? 9 - Number(letter) : 10 + `z${HATCHED}nsix`.indexOf(letter));
    return letters.sort((a, b) => place(a) - place(b));
  };

  function section(frame, scale) {
    const root = L.DomUtil.create("section");
    const line = (tag, className, text) => (L.DomUtil.create(tag, className, root).textContent = text);
    line("h2", "", scale.name);
    if (scale.warning) line("p", "warning", scale.warning);
    if (scale.axes) crossed(frame, scale, root);
    else {
      const unit = L.DomUtil.create("p", "unit", root);
      L.DomUtil.create("span", "", unit).textContent = scale.unit;
      L.DomUtil.create("span", "", unit).textContent = scale.tables.length > 2 ? "" : WORDS.areas;
    }
    const list = L.DomUtil.create("ul", "", root);
    const rows = scale.axes ? scale.rows.filter(({ letter }) => letter < "0" || letter > "9") : scale.rows;
    const most = Math.max(1, ...scale.rows.flatMap(({ counts }) => counts));
    for (const row of rows) key(frame, scale, row, L.DomUtil.create("li", "", list), most);
    for (const end of scale.ends) line("p", "end", end);
    return root;
  }

  function key(frame, scale, { letter, label, counts }, parent, most) {
    const button = L.DomUtil.create("button", "", parent);
    Object.assign(button, { type: "button", title: WORDS.keep });
    button.dataset.mark = letter;
    swatch(L.DomUtil.create("i", "", button), scale, letter);
    L.DomUtil.create("span", "label", button).textContent = label;
    const shown = counts.length > 2 ? [] : counts;
    for (const count of shown) {
      const bar = L.DomUtil.create("span", "bar", button);
      L.DomUtil.create("span", "", bar).style.width = `${(100 * count) / most}%`;
      L.DomUtil.create("b", "", button).textContent = count;
    }
    button.addEventListener("click", () => frame.keep(letter));
  }

  /* Two layers at once: nine keys in a square as they lie, the parts of both axes named. */
  function crossed(frame, scale, root) {
    const [[across, columns], [up, rows]] = scale.axes;
    L.DomUtil.create("p", "axis", root).textContent = `\u2191 ${up}`;
    const square = L.DomUtil.create("div", "crossed", root);
    for (const row of [2, 1, 0]) {
      L.DomUtil.create("span", "part", square).textContent = rows[row];
      for (const column of [0, 1, 2]) {
        const letter = String(3 * row + column);
        const { label, counts } = scale.rows.find((one) => one.letter === letter);
        const button = L.DomUtil.create("button", "", square);
        Object.assign(button, { type: "button", title: label, ariaLabel: `${label}: ${counts[0]}` });
        button.dataset.mark = letter;
        button.style.background = scale.palette[Number(letter)];
        L.DomUtil.create("b", "", button).textContent = counts[0] || "";
        button.addEventListener("click", () => frame.keep(letter));
      }
    }
    L.DomUtil.create("span", "", square);
    for (const column of columns) L.DomUtil.create("span", "part", square).textContent = column;
    L.DomUtil.create("p", "axis", root).textContent = `${across} \u2192`;
  }

  function swatch(element, scale, letter) {
    const middle = scale.palette[Math.floor(scale.palette.length / 2)];
    const colour = letter === "z" ? scale.zero : letter === HATCHED ? middle : scale.palette[Number(letter)];
    if (colour) element.style.setProperty("--class", colour);
    element.dataset.mark = letter;
  }

  function everything(frame) {
    const all = L.DomUtil.create("button", "everything");
    Object.assign(all, { type: "button", textContent: WORDS.keep_all });
    all.addEventListener("click", () => frame.keep(null));
    return all;
  }

  /* Which keys are kept, and in which rows the chosen kecamatan and the one under the pointer are. */
  function mark(frame) {
    const first = frame.panels[0];
    const chosen = first.byCode.get(frame.selected);
    const rowsOf = (index) => (index === undefined || index === null ? [] : marksOf(first.table.c[index]).slice(0, 1));
    const [at, over] = [rowsOf(chosen && chosen.index), rowsOf(frame.pointed)];
    for (const button of frame.key.querySelectorAll("button[data-mark]")) {
      const { mark: letter } = button.dataset;
      button.ariaPressed = String(frame.kept.has(letter));
      button.classList.toggle("faded", frame.kept.size > 0 && !frame.kept.has(letter));
      button.classList.toggle("chosen", at.includes(letter));
      button.classList.toggle("pointed", over.includes(letter));
    }
    frame.key.querySelector(".everything").hidden = frame.kept.size === 0;
  }

  window.timpora = Object.assign(window.timpora || {}, { legend, marksOf });
})();
