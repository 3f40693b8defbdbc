// One entry of the browser's history for each act of a visitor. An experiment sets several controls, and the server
// writes each into the address by itself; what a page writes on arrival belongs to the entry of the arrival.

const SETTLED = 100; // ms: on the way to another page, its address is told before its path

/** @type {Set<History>} */
const watched = new Set();

/** @param {History} history */
function watch(history) {
  if (watched.has(history)) return;
  watched.add(history);
  const { pushState, replaceState } = history;
  let acted = false;
  /** What is to be written of this page's address. @type {(() => void) | undefined} */
  let waiting;
  const write = () => {
    waiting?.();
    waiting = undefined;
  };
  for (const act of ["pointerdown", "keydown"]) {
    addEventListener(act, () => {
      write();
      acted = true;
    }, { capture: true });
  }
  history.pushState = (state, unused, url) => {
    if (url && new URL(url, location.href).pathname !== location.pathname) {
      waiting = undefined; // of the page that is left
      pushState.call(history, state, unused, url);
      acted = false;
      return;
    }
    const page = location.pathname;
    if (!waiting) setTimeout(write, SETTLED);
    waiting = () => {
      if (location.pathname !== page) return; // gone back meanwhile
      (acted ? pushState : replaceState).call(history, state, unused, url);
      acted = false;
    };
  };
  history.replaceState = (state, unused, url) => {
    write();
    replaceState.call(history, state, unused, url);
  };
}

export default function () {
  watch(globalThis.history);
}
