/* timpora.repaint(map, table): `timpora.paint` with a table as it travelled. The other half of timpora/draw/packed.py,
 * which says what is left out and what stands for what.
 */
(() => {
  "use strict";

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  function unpacked(table) {
    return { s: null, q: [], w: "", m: 0, d: null, f: 0, ...table, i: table.i.map((own) => picture({ ...table.i[0], ...own })) };
  }

  function picture({ x, ...own }) {
    const whole = new Map(x.map((said) => [said[0], said.slice(1)]));
    const said = (text) => [...text].map((letter) => whole.get(letter) ?? letter).join("");
    const places = [];
    // As many digits as the largest place needs, nought being outside.
    let width = 1;
    while (own.t.length >= DIGITS.length ** width) width += 1;
    for (let at = 0; at < own.v.length; at += width) {
      let place = 0;
      for (let nth = at; nth < at + width; nth += 1) place = place * DIGITS.length + DIGITS.indexOf(own.v[nth]);
      places.push(place - 1);
    }
    return {
      n: "", h: "", p: "", z: null, w: "", g: [], ...own,
      t: own.t.map(said),
      e: own.e.map(said),
      u: said(own.u),
      k: (own.k.match(/.{6}/g) || []).map((colour) => `#${colour}`),
      r: own.r.map((row) => [row[0], said(row.slice(1, row.lastIndexOf(" "))), Number(row.slice(row.lastIndexOf(" ")))]),
      v: places.map((place) => (place < 0 ? "" : place)).join(","),
      c: places.map((place) => (place < 0 ? "-" : own.c[place])).join(""),
    };
  }

  window.timpora = Object.assign(window.timpora || {}, { unpacked, repaint: (map, table) => window.timpora.paint(map, unpacked(table)) });
})();
