// One polite status for the whole page: it repeats the text of the marked containers that changed.

/** @import { Props } from "./shared.js" */
import { element, instance, show } from "./shared.js";

const QUIET = 600; // milliseconds without a change before it speaks: a run redraws what it says several times

/** The text of each marked container, by its key. */
function spokenTexts() {
  /** @type {Map<string, string>} */
  const texts = new Map();
  for (const node of document.querySelectorAll('[class*="st-key-spoken-"]')) {
    const key = [...node.classList].find((name) => name.startsWith("st-key-spoken-"));
    const text = node instanceof HTMLElement ? node.innerText.trim() : "";
    if (key && text) texts.set(key, text);
  }
  return texts;
}

/** @param {HTMLElement} root */
function buildLiveRegion(root) {
  const status = root.appendChild(element("div", "hint"));
  status.setAttribute("role", "status");
  /** @type {{ path: string, texts: Map<string, string> } | undefined} */
  let heard;
  const speak = () => {
    const texts = spokenTexts();
    const changed = [...texts].filter(([key, text]) => heard?.texts.get(key) !== text);
    if (changed.length > 0) show(status, changed.map(([, text]) => text).join(" "));
    heard = { path: location.pathname, texts };
  };
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    if (heard?.path === location.pathname) {
      timer = setTimeout(speak, QUIET);
      return;
    }
    // On arrival the page itself is read.
    const texts = spokenTexts();
    if (texts.size > 0) heard = { path: location.pathname, texts };
  };
  new MutationObserver(later).observe(document.body, { childList: true, subtree: true, characterData: true });
  later();
  return {};
}

/** @param {Props<object>} props */
export default function ({ parentElement }) {
  instance(parentElement, buildLiveRegion);
}
