// What plays a film: a button, a slider, a speed. Used by every film, the plane and the maps of words.

const REST_MS = 250; // a held arrow key is one move
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** `showFrame(i)` draws frame i; `rested(i)` hears of a frame that the visitor came to rest on.
 *  Returns {load(data, count, at), stop}. Plays once, from start to end. */
function buildPlayer(parent, showFrame, rested = () => {}) {
  const bar = parent.appendChild(element("div", "player"));
  const [back, play, forward] = ["back", "play", "forward"].map((name) => bar.appendChild(element("button", name)));
  for (const button of [back, play, forward]) button.type = "button";
  const slider = bar.appendChild(element("input"));
  Object.assign(slider, { type: "range", min: 0, step: 1 });
  const place = bar.appendChild(element("span", "place"));
  const speed = bar.appendChild(element("select"));
  for (const times of [0.5, 1, 2, 4]) {
    const option = speed.appendChild(element("option", "", `${times} ×`));
    Object.assign(option, { value: times, selected: times === 1 });
  }
  const state = { at: 0, count: 0, timer: 0, started: false };
  const signs = { play: "M4 2 L14 8 L4 14 Z", pause: "M3 2 H7 V14 H3 Z M9 2 H13 V14 H9 Z", again: "M4 2 L14 8 L4 14 Z" };
  const steps = { back: "M12 2 L5 8 L12 14 Z M3 2 H5 V14 H3 Z", forward: "M4 2 L11 8 L4 14 Z M11 2 H13 V14 H11 Z" };

  const go = (to) => {
    state.at = Math.max(0, Math.min(state.count - 1, to));
    slider.value = state.at;
    const words = phrase(state.texts.place, { at: state.at + 1, n: state.count });
    slider.setAttribute("aria-valuetext", words);
    show(place, words);
    showFrame(state.at);
    if (state.at === state.count - 1) stop();
    else if (!state.timer) label("play");
  };
  const label = (name) => {
    const ended = name === "play" && state.at === state.count - 1;
    named(play, ended ? state.texts.again : state.texts[name], signs[name]);
  };
  const stop = () => {
    clearTimeout(state.timer);
    state.timer = 0;
    label("play");
  };
  const next = () => {
    state.timer = setTimeout(() => {
      if (!bar.isConnected) return stop();
      go(state.at + 1);
      if (state.timer) next();
      else if (!state.byItself) rested(state.at);
    }, 1000 / (state.perSecond * Number(speed.value)));
  };
  const start = (byItself = false) => {
    state.byItself = byItself;
    if (state.at === state.count - 1) go(0);
    if (state.count < 2) return;
    next();
    label("pause");
  };
  play.onclick = () => (state.timer ? (stop(), rested(state.at)) : start());
  const by = (step) => (stop(), go(state.at + step), rested(state.at));
  back.onclick = () => by(-1);
  forward.onclick = () => by(1);
  slider.oninput = () => (stop(), go(Number(slider.value)));
  slider.onchange = () => rested(state.at);

  return {
    stop,
    /** `at`: the frame to show. Without it the film stays where it is, or at its end if it had come there. */
    load(data, count, at) {
      const kept = !state.started ? 0 : state.at === state.count - 1 ? count - 1 : state.at;
      Object.assign(state, { count, texts: data.texts, perSecond: data.per_second });
      slider.max = count - 1;
      slider.setAttribute("aria-label", data.texts.frame);
      speed.setAttribute("aria-label", data.texts.speed);
      named(back, data.texts.back, steps.back);
      named(forward, data.texts.forward, steps.forward);
      go(at ?? kept);
      if (state.timer) label("pause");
      if (data.autoplay && !state.started && !STILL.matches) whenSeen(bar, () => start(true));
      state.started = true;
    },
  };
}

/** A listener for `rested` that tells Python "shown" once, and only where the film's data ask for it. */
function tellAtRest(view, wanted = () => true) {
  return (at) => {
    clearTimeout(view.resting);
    if (!wanted()) return;
    view.resting = setTimeout(() => {
      if (view.told !== at) view.tell("shown", (view.told = at));
    }, REST_MS);
  };
}

/** The arrow keys step the film wherever the focus is, space plays it; on the slider they do so by themselves. */
function stepByKey(node, root) {
  node.addEventListener("keydown", (event) => {
    const name = { ArrowLeft: ".back", ArrowRight: ".forward", " ": ".play", Enter: ".play" }[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    root.querySelector(name).click();
  });
}

/** Addresses for PNG files; those that the view had before are given back once `use` has shown the new ones. */
function addressPictures(view, bodies, use) {
  const before = view.addresses;
  view.addresses = bodies.map((body) => URL.createObjectURL(new Blob([body], { type: "image/png" })));
  use();
  before.forEach((address) => URL.revokeObjectURL(address));
}

/** A button drawn as a sign and named in words. */
function named(button, words, sign) {
  if (!button.firstChild) {
    const svg = button.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  }
  button.firstChild.firstChild.setAttribute("d", sign);
  button.setAttribute("aria-label", words);
  button.dataset.tip = words;
}

/** Calls `then` once, when the node first comes into view. */
function whenSeen(node, then) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    then();
  });
  watch.observe(node);
}
