// Streamlit writes the numbers of a slider with a point, whatever the language. Here they get its decimal sign, which is
// put again whenever a slider has moved.

/** @import { Props } from "./shared.js" */
import { decimal, instance } from "./shared.js";

const SHOWN = "[data-testid=stSliderThumbValue] p, [data-testid=stSliderTickBar] p";
const SPOKEN = "[data-testid=stSlider] input[type=range]";

/** @param {string} text */
function localised(text) {
  const sign = decimal(0.5, 1).slice(1, 2);
  return text.replace(/^(-?\d+)[.,](\d+)$/u, (_all, whole, rest) => whole + sign + rest);
}

/** @param {HTMLElement} root */
function buildSliderNumbers(root) {
  const mend = () => {
    for (const node of document.querySelectorAll(SHOWN)) {
      const text = node.firstChild;
      if (text?.nodeValue && text.nodeValue !== localised(text.nodeValue)) text.nodeValue = localised(text.nodeValue);
    }
    for (const thumb of document.querySelectorAll(SPOKEN)) {
      const text = thumb.getAttribute("aria-valuetext") ?? "";
      if (text !== localised(text)) thumb.setAttribute("aria-valuetext", localised(text));
    }
  };
  const options = { childList: true, subtree: true, characterData: true, attributeFilter: ["aria-valuetext"] };
  new MutationObserver(mend).observe(document.body, options);
  return { root, mend };
}

/** @param {Props<object>} props */
export default function ({ parentElement }) {
  instance(parentElement, buildSliderNumbers).mend();
}
