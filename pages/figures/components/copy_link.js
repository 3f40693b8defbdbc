// A button that copies the page's address, with parameters added to it, or the HTML of a frame that shows it.

/** @import { Props } from "./shared.js" */
import { element, instance, newButton, show } from "./shared.js";

const HEIGHT = 760; // pixels of a frame

/**
 * `params`: by name; an empty value takes a parameter out of the address.
 * `frame`: the title of the frame; null for the address itself. `icon`: its name in Material Symbols.
 * @typedef {{ label: string, done: string, icon: string, params: Record<string, string>, frame: string | null }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 */
function buildCopyLink(root, data) {
  const button = root.appendChild(newButton("action"));
  const icon = button.appendChild(element("i", "", data.icon));
  icon.setAttribute("aria-hidden", "true");
  const name = button.appendChild(element("span"));
  const note = root.appendChild(element("span", "hint"));
  note.setAttribute("role", "status");
  const field = root.appendChild(element("input", "fallback"));
  field.readOnly = true;
  field.hidden = true;
  const view = { data };
  button.addEventListener("click", async () => {
    const { label, done } = view.data;
    const copied = textOf(view.data);
    try {
      await navigator.clipboard.writeText(copied);
      show(name, `✓ ${done}`);
      show(note, done);
      setTimeout(() => show(name, view.data.label), 1500);
    } catch {
      // No clipboard without https or permission: the link is there to be copied by hand.
      field.hidden = false;
      field.value = copied;
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

/** @param {Data} data */
function textOf({ params, frame }) {
  const link = new URL(location.href);
  for (const [name, value] of Object.entries(params)) {
    if (value) link.searchParams.set(name, value);
    else link.searchParams.delete(name);
  }
  if (frame === null) return link.href;
  const [source, title] = [link.href, frame].map(quoted);
  return `<iframe src=${source} title=${title} width="100%" height="${HEIGHT}" style="border: 0"></iframe>`;
}

/**
 * Any text as the value of an attribute in HTML.
 * @param {string} text
 */
function quoted(text) {
  return `"${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"`;
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  instance(parentElement, (root) => buildCopyLink(root, data)).draw(data);
}
