// A page that a film writes on: what was given, what was written, and stretches of that marked.

import { element, show } from "./shared.js";

/** @typedef {["given" | "written" | "marked", string]} Part */

/** @param {HTMLElement} root */
export function buildPage(root) {
  const page = root.appendChild(element("div", "page"));
  page.setAttribute("role", "group");
  // The longest text, unseen, gives the page its height from the start: nothing below moves while it plays.
  const whole = page.appendChild(element("div", "whole"));
  whole.setAttribute("aria-hidden", "true");
  const text = page.appendChild(element("div", "text"));
  for (const line of [whole, text]) line.dir = "auto";
  return {
    /**
     * @param {string} label
     * @param {string} longest
     */
    prepare(label, longest) {
      page.setAttribute("aria-label", label);
      show(whole, longest);
    },
    /** @param {Part[]} parts */
    write(parts) {
      text.replaceChildren(...parts.map(([look, words]) => {
        const part = element(look === "marked" ? "mark" : "span", look);
        part.textContent = words; // not `show`, which would set a mark that combines on a ring of its own
        return part;
      }));
    },
  };
}
