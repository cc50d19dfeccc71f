/* The storyboard: which slide is shown, by keys, clicks and swipes; the same in the presenter's window.
   Slides arrive one by one while the page is still being sent. Once all are here, nothing is asked of the server. */
"use strict";
(() => {
  const told = JSON.parse(document.body.dataset.told);
  const words = told.words;
  const find = (id) => document.getElementById(id);
  const stage = find("panggung");
  const isDesk = new URLSearchParams(location.search).get("jendela") === "catatan";
  const line = "BroadcastChannel" in window ? new BroadcastChannel(`timpora-paparan-${told.story}`) : null;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const wanted = () => Math.min(Math.max(parseInt(location.hash.slice(1), 10) || 1, 1), told.count);
  const slideOf = (n) => document.getElementById(`s${n}`);
  let at = wanted(), isDark = false, since = Date.now(), typed = "", quiet = 0;

  const slides = () => [...stage.querySelectorAll(".slide")];

  function draw() {
    const current = slideOf(at);
    find("tunggu").classList.toggle("siap", Boolean(current));
    if (!current) {
      find("tunggu").textContent = filled(words.waiting, { n: at, of: told.count });
    }
    for (const slide of slides()) slide.hidden = slide !== current;
    find("gelap").hidden = !isDark;
    document.body.classList.toggle("gelap", isDark);
    if (current) {
      window.salindia(current);
      document.title = current.getAttribute("aria-label");
    }
    if (isDesk) desk(current);
  }

  function desk(current) {
    const next = slideOf(at + 1), place = find("berikut");
    find("catatan").textContent = current ? current.querySelector(".note").textContent : "";
    place.replaceChildren();
    if (next) {
      const copy = next.cloneNode(true);
      copy.removeAttribute("id");
      copy.hidden = false;
      copy.setAttribute("aria-hidden", "true");
      place.append(copy);
      window.salindia(copy);
    } else if (at >= told.count) {
      const end = document.createElement("p");
      end.className = "end";
      end.textContent = words.last;
      place.append(end);
    }
  }

  function announce() {
    const current = slideOf(at);
    if (current) find("kabar").textContent = current.getAttribute("aria-label");
  }

  function tell() {
    line?.postMessage({ at, isDark, since });
  }

  function go(n, isOurs = true) {
    const there = Math.min(Math.max(n, 1), told.count);
    const isSame = there === at && !isDark;
    at = there;
    if (isOurs) isDark = false;
    history.replaceState(null, "", `#${at}`);
    draw();
    if (!isSame) announce();
    if (isOurs) tell();
  }

  function darken() {
    isDark = !isDark;
    draw();
    tell();
  }

  function type(digit) {
    typed = digit === "" ? "" : (typed + digit).slice(-3);
    find("ketik").hidden = !typed;
    find("ketik").textContent = typed;
  }

  function fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  function presenter() {
    const address = new URL(location.href);
    address.searchParams.set("jendela", "catatan");
    window.open(address, "timpora-penyaji", "popup,width=1120,height=700");
  }

  function leave() {
    if (!find("bantuan").hidden) find("bantuan").hidden = true;
    else if (typed) type("");
    else if (isDark) darken();
    else if (document.fullscreenElement) document.exitFullscreen();
    else if (isDesk) window.close();
    else back();
  }

  /* Away from here only where there is somewhere to go: without the server the slides would be lost. */
  function back() {
    fetch("/healthz", { cache: "no-store" }).then(
      () => location.assign(`${told.back}&salindia=${at}`),
      () => { find("kabar").textContent = words.stays; },
    );
  }

  const KEYS = {
    ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), PageDown: () => go(at + 1),
    ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1), PageUp: () => go(at - 1), Backspace: () => go(at - 1),
    Home: () => go(1), End: () => go(told.count), Escape: leave,
    b: darken, B: darken, ".": darken, f: fill, F: fill, p: presenter, P: presenter,
    "?": () => { find("bantuan").hidden = !find("bantuan").hidden; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = event.target instanceof HTMLButtonElement;
    if (/^[0-9]$/.test(event.key)) {
      type(event.key);
    } else if (event.key === "Enter" && typed) {
      go(parseInt(typed, 10));
      type("");
    } else if (event.key === " " && !isButton) {
      go(at + (event.shiftKey ? -1 : 1));
    } else if (KEYS[event.key]) {
      if (event.key !== "Escape") type("");
      KEYS[event.key]();
    } else {
      return;
    }
    event.preventDefault();
    hush();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#kendali, #bantuan, #meja")) return;
    const box = stage.getBoundingClientRect();
    go(at + (event.clientX - box.left < box.width / 2 ? -1 : 1));
  });
  let touch = null;
  document.addEventListener("touchstart", (event) => { touch = event.changedTouches[0]; }, { passive: true });
  document.addEventListener("touchend", (event) => {
    const end = event.changedTouches[0], moved = touch ? end.clientX - touch.clientX : 0;
    if (Math.abs(moved) > 50 && Math.abs(moved) > Math.abs(end.clientY - touch.clientY)) {
      event.preventDefault(); // or it would be a tap, too
      go(at + (moved < 0 ? 1 : -1));
    }
  }, { passive: false });

  /* What is not being used is not there: neither a cursor nor our two buttons. */
  function hush() {
    clearTimeout(quiet);
    document.body.classList.add("tenang");
  }
  function stir(wait) {
    document.body.classList.remove("tenang");
    clearTimeout(quiet);
    quiet = setTimeout(hush, wait);
  }
  let seen = null;
  document.addEventListener("mousemove", (event) => {
    if (seen && (seen.x !== event.screenX || seen.y !== event.screenY)) stir(2000);
    seen = { x: event.screenX, y: event.screenY };
  });
  find("mulai").addEventListener("click", () => { fill(); hush(); });
  find("penyaji").addEventListener("click", presenter);
  document.addEventListener("fullscreenchange", () => {
    document.body.classList.toggle("penuh", Boolean(document.fullscreenElement));
    draw();
  });

  const form = { hour: "2-digit", minute: "2-digit", timeZone: told.zone };
  const hour = new Intl.DateTimeFormat(told.language, form);
  const zoned = new Intl.DateTimeFormat(told.language, { ...form, timeZoneName: "short" });
  function tick() {
    const passed = Math.max(Math.floor((Date.now() - since) / 1000), 0);
    const two = (n) => String(n).padStart(2, "0");
    find("jam").textContent = hour.format(new Date());
    find("pukul").textContent = zoned.format(new Date());
    find("lama").textContent = filled(words.elapsed, {
      time: `${two(Math.floor(passed / 3600))}:${two(Math.floor(passed / 60) % 60)}:${two(passed % 60)}`,
    });
  }

  if (line) {
    line.onmessage = ({ data }) => {
      if (data.ask) {
        tell();
        return;
      }
      isDark = data.isDark;
      since = Math.min(since, data.since);
      go(data.at, false);
    };
  }
  /* A slide that arrives behind the one that is shown changes nothing on the screen, but that of the next says that this
     one is whole. */
  new MutationObserver((seen) => {
    const names = seen.flatMap((change) => [...change.addedNodes]).map((node) => node.id);
    if (names.includes(`s${at}`) || names.includes(`s${at + 1}`) || isDesk) draw();
  }).observe(stage, { childList: true });
  window.addEventListener("hashchange", () => go(wanted()));
  window.addEventListener("resize", draw);
  document.addEventListener("visibilitychange", awake);
  document.addEventListener("DOMContentLoaded", () => {
    draw();
    announce();
    if (!find("usai")) {
      find("tunggu").textContent = filled(words.broken, { n: slides().length, of: told.count });
      find("tunggu").className = "putus";
    }
  });

  /* A screen that goes to sleep in the middle of a sentence; where the browser has no way, nothing is lost. */
  function awake() {
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {});
  }

  if (isDesk) {
    document.body.classList.add("meja");
    find("meja").hidden = false;
    line?.postMessage({ ask: 1 });
  }
  awake();
  tick();
  setInterval(tick, 1000);
  stir(8000);
  draw();
})();
