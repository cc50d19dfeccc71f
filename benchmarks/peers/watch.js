/* Watches one page of a peer: how long until its number stands, wherever in the page it is (Panel has shadow roots).
 *
 *   peer.drawn(selector)  ms from the start of the navigation until the answer and something of this kind stood there
 *   peer.arm(of)          remembers what words stand there now (of: ".answer" or ".area"), and the time
 *   peer.answered()       ms from then to the frame after they were others; null if they never were
 */
window.peer = (() => {
  "use strict";

  const PATIENCE_MS = 20000;
  let waiting = null;

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

  function arm(of) {
    const before = words(of);
    const started = performance.now();
    waiting = until(() => words(of) && words(of) !== before).then((at) => (at === null ? null : at - started));
  }

  return { arm, answered: () => waiting, drawn: (selector) => until(() => words(".answer") && all(selector).length > 0) };
})();
