// Scrolls to a part of the page that was changed from elsewhere, and gives it the focus.

/** @import { Props } from "./shared.js" */
import { instance } from "./shared.js";

/**
 * `times`: how often the part was changed; what it says on arrival is past. `narrow`: only on a narrow screen.
 * @typedef {{ target: string, times: number, narrow: boolean }} Data
 */

const NARROW = 640; // pixels, below which Streamlit puts columns one below the other

/** @param {string} target */
function bringIntoView(target) {
  const part = document.querySelector(`.${CSS.escape(target)}`);
  if (!(part instanceof HTMLElement)) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  part.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  const seen = instance(parentElement, () => ({ times: data.times }));
  if (data.times > seen.times && (!data.narrow || innerWidth < NARROW)) bringIntoView(data.target);
  seen.times = data.times;
}
