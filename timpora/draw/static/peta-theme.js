/* The theme of the page around the map. Streamlit tells every frame of its page, with each run and when somebody chooses
 * the other theme, what its ground is; a file that stands alone is told nothing and stays light. Our stylesheet knows both
 * themes by `color-scheme`, and what lies around the data is painted with custom properties, so that a change of theme
 * costs nothing where areas are SVG; a canvas is painted again. Called by peta-frame.js.
 */
(() => {
  "use strict";

  const BOTH = CSS.supports("color", "light-dark(red, red)"); // a browser without has the light one
  // Of theme.py: text is measured before the stylesheet is there.
  const FACE = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

  /* ground: "#rrggbb"; anything else is light. */
  function isDark(ground) {
    const parts = [1, 3, 5].map((at) => parseInt(ground.slice(at, at + 2), 16));
    return BOTH && parts[0] + parts[1] + parts[2] < 384;
  }

  function theme(frame) {
    const { colours, dark } = frame.geometry;
    const wear = (ground) => {
      const now = isDark(ground);
      if (frame.isDark === now) return;
      frame.isDark = now;
      frame.colours = now ? { ...colours, ...dark } : colours;
      document.documentElement.style.colorScheme = now ? "dark" : "light";
      for (const [name, colour] of Object.entries(frame.colours)) frame.root.style.setProperty(`--${name}`, colour);
      if (frame.canvas) frame.panels.forEach((panel) => panel.areas && panel.repaint());
    };
    // What the first message said was written down before this script was there to hear it.
    wear(getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim());
    window.addEventListener("message", ({ data }) => {
      if (data && data.type === "streamlit:render" && data.theme) wear(data.theme.backgroundColor || "");
    });
  }

  /* What lies around the data, by name: a browser looks it up, but for a canvas it has to be said. */
  function painted({ geometry, canvas, colours }, isOnCanvas) {
    if (canvas && isOnCanvas) return colours;
    return Object.fromEntries(Object.keys(geometry.colours).map((name) => [name, `var(--${name})`]));
  }

  window.timpora = Object.assign(window.timpora || {}, { theme, painted, FACE });
})();
