// What plays a film: a button, a slider, a speed. Used by every film, the plane and the maps of words.

/** @import { Bytes, Send } from "./shared.js" */
import {
  byKey,
  decimal,
  element,
  isShortcut,
  newButton,
  phrase,
  pngAddress,
  show,
  STILL,
  svgElement,
} from "./shared.js";

const REST_MS = 250; // a held arrow key is one move
const REST_AFTER_MS = 900; // at the end of a film that played by itself, before it shows the frame it was opened at
const SIGNS = {
  back: "M12 2 L5 8 L12 14 Z M3 2 H5 V14 H3 Z",
  play: "M4 2 L14 8 L4 14 Z",
  pause: "M3 2 H7 V14 H3 Z M9 2 H13 V14 H9 Z",
  forward: "M4 2 L11 8 L4 14 Z M11 2 H13 V14 H11 Z",
};

/** @typedef {"play" | "pause" | "again" | "back" | "forward" | "frame" | "speed" | "place"} PlayerText */

/**
 * What a player needs of a figure's data. `autoplay`: it plays by itself once, when it comes into view.
 * @typedef {{ per_second: number, autoplay: boolean, texts: Record<PlayerText, string> }} FilmData
 */

/**
 * `showFrame(i)` draws frame i; `rested(i)` hears of a frame that the visitor came to rest on. By itself it plays once,
 * from start to end, and then shows the frame it was opened at, if that is not the first.
 * @param {HTMLElement} parent
 * @param {FilmData} film
 * @param {(frame: number) => void} showFrame
 * @param {(frame: number) => void} rested
 */
export function buildPlayer(parent, film, showFrame, rested = () => {}) {
  const bar = parent.appendChild(element("div", "player"));
  const [back, play, forward] = ["back", "play", "forward"].map((name) => addSignButton(bar, name));
  const slider = bar.appendChild(element("input"));
  Object.assign(slider, { type: "range", min: "0", step: "1" });
  const place = bar.appendChild(element("span", "place"));
  const speed = bar.appendChild(element("select"));
  for (const times of [0.5, 1, 2, 4]) {
    const option = speed.appendChild(element("option", "", `${decimal(times, 2, 0)} ×`));
    Object.assign(option, { value: `${times}`, selected: times === 1 });
  }
  const state = { film, frame: 0, count: 0, timer: 0, started: false, byItself: false, rest: 0 };
  const atEnd = () => state.frame === state.count - 1;

  /** @param {number} frame */
  const go = (frame) => {
    state.frame = Math.max(0, Math.min(state.count - 1, frame));
    slider.value = `${state.frame}`;
    const words = phrase(state.film.texts.place, { at: state.frame + 1, n: state.count });
    slider.setAttribute("aria-valuetext", words);
    show(place, words);
    showFrame(state.frame);
    if (atEnd()) stop();
    else if (!state.timer) offer("play");
  };
  /** @param {"play" | "pause"} action */
  const offer = (action) => {
    const { texts } = state.film;
    play.show(action === "play" && atEnd() ? texts.again : texts[action], SIGNS[action]);
  };
  const stop = () => {
    clearTimeout(state.timer);
    state.timer = 0;
    offer("play");
  };
  const next = () => {
    state.timer = setTimeout(() => {
      if (!bar.isConnected) return stop();
      go(state.frame + 1);
      if (state.timer) next();
      else if (!state.byItself) rested(state.frame);
      else setTimeout(() => state.timer || !atEnd() || go(state.rest), REST_AFTER_MS);
    }, 1000 / (state.film.per_second * Number(speed.value)));
  };
  const start = (byItself = false) => {
    state.byItself = byItself;
    state.rest = state.frame || state.count - 1;
    if (atEnd() || byItself) go(0);
    if (state.count < 2) return;
    next();
    offer("pause");
  };
  /** @param {number} frame */
  const stopAt = (frame) => {
    stop();
    go(frame);
    rested(state.frame);
  };
  play.button.onclick = () => {
    if (!state.timer) return start();
    stop();
    rested(state.frame);
  };
  back.button.onclick = () => stopAt(state.frame - 1);
  forward.button.onclick = () => stopAt(state.frame + 1);
  slider.oninput = () => {
    stop();
    go(Number(slider.value));
  };
  slider.onchange = () => rested(state.frame);

  return {
    stop,
    /**
     * `frame`: the one to show. Without it the film stays where it is, or at its end if it had come there.
     * @param {FilmData} film
     * @param {number} count
     * @param {number} [frame]
     */
    load(film, count, frame) {
      const kept = !state.started ? 0 : atEnd() ? count - 1 : state.frame;
      state.film = film;
      state.count = count;
      slider.max = `${count - 1}`;
      slider.setAttribute("aria-label", film.texts.frame);
      speed.setAttribute("aria-label", film.texts.speed);
      back.show(film.texts.back, SIGNS.back);
      forward.show(film.texts.forward, SIGNS.forward);
      go(frame ?? kept);
      if (state.timer) offer("pause");
      if (film.autoplay && !state.started && !STILL.matches) whenSeen(bar, () => start(true));
      state.started = true;
    },
  };
}

/**
 * Keeps Python and a film at the same frame: Python hears "shown" once the visitor has come to rest on a frame, and may
 * ask for another frame.
 * @param {Send} send
 */
export function buildExchange(send) {
  let timer = 0;
  /** @type {number | undefined} */
  let lastSent;
  /** @type {number | undefined} */
  let lastAsked;
  return {
    send,
    /** @param {number} frame */
    rested(frame) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (frame === lastSent) return;
        lastSent = frame;
        this.send("shown", frame);
      }, REST_MS);
    },
    /**
     * Whether Python asks for another frame than before, and not as an echo of what it was sent.
     * @param {number} frame
     */
    asks(frame) {
      const moved = frame !== lastAsked && frame !== lastSent;
      lastAsked = frame;
      if (moved) lastSent = undefined;
      return moved;
    },
    close: () => clearTimeout(timer),
  };
}

/**
 * The arrow keys step the film wherever the focus is, space plays it; on the slider they do so by themselves.
 * @param {HTMLElement} node
 * @param {HTMLElement} root
 */
export function stepByKey(node, root) {
  node.addEventListener("keydown", (event) => {
    const name = byKey(event.key, { ArrowLeft: ".back", ArrowRight: ".forward", " ": ".play", Enter: ".play" });
    if (!name || isShortcut(event)) return;
    event.preventDefault();
    /** @type {HTMLButtonElement | null} */
    const button = root.querySelector(name);
    button?.click();
  });
}

/**
 * Addresses for PNG files; those that the view had before are given back once `use` has shown the new ones.
 * @param {{ addresses: string[] }} view
 * @param {Bytes[]} files
 * @param {() => void} use
 */
export function addressPictures(view, files, use) {
  const before = view.addresses;
  view.addresses = files.map(pngAddress);
  use();
  before.forEach((address) => URL.revokeObjectURL(address));
}

/**
 * A button that shows a sign and is named in words.
 * @param {HTMLElement} bar
 * @param {string} name
 */
function addSignButton(bar, name) {
  const button = bar.appendChild(newButton(name));
  const svg = button.appendChild(svgElement("svg"));
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = svg.appendChild(svgElement("path"));
  return {
    button,
    /** @type {(words: string, sign: string) => void} */
    show(words, sign) {
      path.setAttribute("d", sign);
      button.setAttribute("aria-label", words);
      button.dataset.tip = words;
    },
  };
}

/**
 * Calls `then` once, when the node first comes into view.
 * @param {Element} node
 * @param {() => void} then
 */
function whenSeen(node, then) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    then();
  });
  watch.observe(node);
}
