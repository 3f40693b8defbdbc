// Sends the text of a field by itself as soon as its visitor pauses, by the keys that send it anyway.

/** @import { Props } from "./shared.js" */

const PAUSE = 200; // ms

/** @param {HTMLTextAreaElement} field */
function send(field) {
  const keys = { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true };
  field.dispatchEvent(new KeyboardEvent("keydown", keys));
}

/** @param {Props<undefined>} props */
export default function ({ parentElement }) {
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement;
  const box = host.closest("[class*=st-key-live-text]");
  let pause = 0;
  /** @param {Event} event */
  const typed = ({ target }) => {
    clearTimeout(pause);
    if (target instanceof HTMLTextAreaElement) pause = setTimeout(() => send(target), PAUSE);
  };
  box?.addEventListener("input", typed);
  return () => {
    clearTimeout(pause);
    box?.removeEventListener("input", typed);
  };
}
