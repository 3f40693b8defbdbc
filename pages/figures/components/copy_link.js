// A button that copies the page's address, with parameters added to it.

/** @import { Props } from "./shared.js" */
import { element, instance, newButton, show } from "./shared.js";

/**
 * `params`: by name; an empty value takes a parameter out of the address.
 * @typedef {{ label: string, done: string, params: Record<string, string> }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 */
function buildCopyLink(root, data) {
  const button = root.appendChild(newButton("action"));
  const icon = button.appendChild(element("i", "", "link"));
  icon.setAttribute("aria-hidden", "true");
  const name = button.appendChild(element("span"));
  const note = root.appendChild(element("span", "hint"));
  note.setAttribute("role", "status");
  const field = root.appendChild(element("input", "fallback"));
  field.readOnly = true;
  field.hidden = true;
  const view = { data };
  button.addEventListener("click", async () => {
    const { label, done, params } = view.data;
    const link = new URL(location.href);
    for (const [name, value] of Object.entries(params)) {
      if (value) link.searchParams.set(name, value);
      else link.searchParams.delete(name);
    }
    try {
      await navigator.clipboard.writeText(link.href);
      show(name, `✓ ${done}`);
      show(note, done);
      setTimeout(() => show(name, view.data.label), 1500);
    } catch {
      // No clipboard without https or permission: the link is there to be copied by hand.
      field.hidden = false;
      field.value = link.href;
      field.setAttribute("aria-label", label);
      field.select();
    }
  });
  return {
    /** @param {Data} data */
    draw(data) {
      view.data = data;
      show(name, data.label);
    },
  };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  instance(parentElement, (root) => buildCopyLink(root, data)).draw(data);
}
