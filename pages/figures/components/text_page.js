// A page that a film writes on: what was given, what was written, and one stretch of that marked.

import { element, show } from "./shared.js";

/** @param {HTMLElement} root */
export function buildPage(root) {
  const page = root.appendChild(element("div", "page"));
  page.setAttribute("role", "group");
  // The longest text, unseen, gives the page its height from the start: nothing below moves while it plays.
  const whole = page.appendChild(element("div", "whole"));
  whole.setAttribute("aria-hidden", "true");
  const text = page.appendChild(element("div", "text"));
  for (const line of [whole, text]) line.dir = "auto";
  const [given, before] = ["given", "before"].map((name) => text.appendChild(element("span", name)));
  const marked = text.appendChild(element("mark", "marked"));
  const after = text.appendChild(element("span", "after"));

  return {
    /**
     * @param {string} label
     * @param {string} longest
     */
    prepare(label, longest) {
      page.setAttribute("aria-label", label);
      show(whole, longest);
    },
    /** @param {{ given: string, before: string, marked: string, after?: string }} words */
    write(words) {
      show(given, words.given);
      before.textContent = words.before; // not `show`, which would set a mark that combines on a ring of its own
      marked.textContent = words.marked;
      after.textContent = words.after ?? "";
    },
  };
}
