/* Watches one page of a peer: how long until its number stands, wherever in the page it is (Panel has shadow roots).
 *
 *   peer.drawn(selector)  ms from the start of the navigation until this many are there and none came for a while
 *   peer.arm()            remembers what stands now, and the time
 *   peer.answered(of)     ms from then to the frame after the words of `.answer` or `.area` were others; null if never
 */
window.peer = (() => {
  "use strict";

  const PATIENCE_MS = 20000;
  let before = null;
  let started = 0;

  function all(selector, root = document) {
    const found = [...root.querySelectorAll(selector)];
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) found.push(...all(selector, one.shadowRoot));
    for (const frame of root.querySelectorAll("iframe")) {
      if (frame.contentDocument) found.push(...all(selector, frame.contentDocument));
    }
    return found;
  }

  const words = (of) => (all(of)[0] || {}).textContent || "";

  function until(isThere) {
    return new Promise((resolve) => {
      const asked = performance.now();
      const each = () => {
        if (performance.now() - asked > PATIENCE_MS) resolve(null);
        else requestAnimationFrame(isThere() ? () => resolve(performance.now()) : each);
      };
      each();
    });
  }

  function arm() {
    before = { ".answer": words(".answer"), ".area": words(".area") };
    started = performance.now();
  }

  async function answered(of) {
    const at = await until(() => words(of) && words(of) !== before[of]);
    return at === null ? null : at - started;
  }

  return { arm, answered, drawn: (selector) => until(() => words(".answer") && all(selector).length > 0) };
})();
