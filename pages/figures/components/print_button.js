// A button that prints the page.

/** @import { Props } from "./shared.js" */
import { instance, newButton, show } from "./shared.js";

/** @param {HTMLElement} root */
function buildPrintButton(root) {
  const button = root.appendChild(newButton());
  button.addEventListener("click", () => print());
  return button;
}

/** @param {Props<{ label: string }>} props */
export default function ({ data, parentElement }) {
  show(instance(parentElement, buildPrintButton), data.label);
}
