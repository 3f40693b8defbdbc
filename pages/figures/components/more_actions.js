// "⋯" opens and closes the row of actions under a figure. Only phones show it.

/** @import { Props } from "./shared.js" */
import { element, instance, newButton } from "./shared.js";

/** @param {HTMLElement} root */
function buildMoreActions(root) {
  const button = root.appendChild(newButton("more"));
  button.append(element("span", "", "⋯"));
  /** @param {boolean} open */
  const turn = (open) => {
    document.documentElement.toggleAttribute("data-actions-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => turn(button.getAttribute("aria-expanded") !== "true"));
  turn(false);
  return button;
}

/** @param {Props<{ label: string }>} props */
export default function ({ data, parentElement }) {
  instance(parentElement, buildMoreActions).setAttribute("aria-label", data.label);
}
