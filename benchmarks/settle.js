/* Watches when a page has stopped changing. Put into every page before its own scripts; pages.py is its other half.
 *
 *   still.since(ms)   ms from then (0 is the start of the navigation) to the last change, once none came for QUIET_MS
 *                     and Streamlit says that no script runs; null where that never was
 */
window.still = (() => {
  "use strict";

  const QUIET_MS = 600;
  const PATIENCE_MS = 60000;
  let last = 0;
  new MutationObserver(() => (last = performance.now())).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });

  const isDrawn = () =>
    document.querySelector("h1") &&
    document.querySelector('[data-test-script-state="notRunning"]') &&
    !document.querySelector('[data-testid$="Skeleton"]'); // of a widget whose own script is still to come

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function since(started) {
    const asked = performance.now();
    while (performance.now() - asked < PATIENCE_MS) {
      if (isDrawn() && last > started && performance.now() - last > QUIET_MS) return last - started;
      await wait(20);
    }
    return null;
  }

  return { since };
})();
