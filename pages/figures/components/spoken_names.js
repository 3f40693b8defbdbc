// Names for screen readers, set on Streamlit's own elements: again whenever the page has changed.

/** @import { Props } from "./shared.js" */
import { instance } from "./shared.js";

/**
 * @typedef {{ help: string, link: string, less: string, more: string, menu: string, signs: Record<string, string> }}
 * Words
 */

const SETTLED = 150; // milliseconds: one pass for many changes
const LONGEST = 60; // characters of a sentence in the name of its help button

/**
 * Only a new value is written: browsers tell assistive technology of each one.
 * @param {Element} node
 * @param {string} attribute
 * @param {string} value
 */
function setAttribute(node, attribute, value) {
  if (node.getAttribute(attribute) !== value) node.setAttribute(attribute, value);
}

/**
 * @param {string} selector
 * @param {(node: Element) => void} act
 */
function each(selector, act) {
  document.querySelectorAll(selector).forEach(act);
}

/**
 * A cell's text with its leading marks in words: "␣the" is "space the", ". 41.9" is "full stop 41.9".
 * @param {string} text
 * @param {Record<string, string>} signs
 */
function inWords(text, signs) {
  const blanks = /^[␣↵⇥]*/u.exec(text)?.[0] ?? "";
  const rest = text.slice(blanks.length);
  const marks = /^[^\p{L}\p{N}\s]+(?=\s|$)/u.exec(rest)?.[0] ?? "";
  const spoken = [...blanks, ...marks].map((sign) => signs[sign] ?? sign);
  return [...spoken, rest.slice(marks.length).trim()].filter(Boolean).join(" ");
}

/** @param {Words} words */
function nameAll(words) {
  each('[data-testid="stPlotlyChart"][aria-label]', (chart) => setAttribute(chart, "role", "img"));
  each('[data-testid="stPlotlyChart"] svg', (drawing) => setAttribute(drawing, "aria-hidden", "true"));
  each('[data-testid="stMarkdownContainer"] [role="img"][aria-label$=" icon"]', (icon) => {
    setAttribute(icon, "aria-hidden", "true");
  });
  each('[data-testid="stMarkdown"] [data-testid="stTooltipHoverTarget"] button', (button) => {
    const text = button.closest('[data-testid="stMarkdown"]')?.querySelector("p")?.textContent?.trim() ?? "";
    if (text) setAttribute(button, "aria-label", `${words.help}: ${text.slice(0, LONGEST)}`);
  });
  each('[data-testid="stNumberInput"]', (field) => {
    const label = field.querySelector("label p")?.textContent?.trim();
    if (!label) return;
    for (const [step, word] of [["Down", words.less], ["Up", words.more]]) {
      const button = field.querySelector(`[data-testid="stNumberInputStep${step}"]`);
      if (button) setAttribute(button, "aria-label", `${label}: ${word}`);
    }
  });
  // Its name is the label once; Streamlit's refers to the label a second time.
  each('[data-testid="stSlider"] input[aria-label]', (thumb) => thumb.removeAttribute("aria-labelledby"));
  each('[data-testid="stMain"] a[aria-label="Link to heading"]', (link) => {
    const heading = link.closest("h1, h2, h3, h4, h5, h6")?.textContent?.trim();
    if (heading) setAttribute(link, "aria-label", `${words.link}: ${heading}`);
  });
  each('[data-testid="stExpandSidebarButton"]', (button) => setAttribute(button, "aria-label", words.menu));
  // Arrow keys go through the tabs; the buttons that scroll their bar are for a pointer.
  each('[data-testid="stTabs"] button[aria-label^="Scroll tabs"]', (button) => setAttribute(button, "tabindex", "-1"));
  each('[data-testid="stTable"] tbody td', (cell) => {
    if (cell instanceof HTMLTableCellElement && cell.cellIndex === 0) setAttribute(cell, "role", "rowheader");
    const text = cell.textContent?.trim() ?? "";
    const spoken = inWords(text, words.signs);
    if (spoken !== text) setAttribute(cell, "aria-label", spoken);
    else cell.removeAttribute("aria-label");
  });
}

/** @param {HTMLElement} _root */
function buildSpokenNames(_root) {
  /** @type {Words | undefined} */
  let words;
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => words && nameAll(words), SETTLED);
  };
  new MutationObserver(later).observe(document.body, { childList: true, subtree: true, characterData: true });
  return {
    /** @param {Words} given */
    update(given) {
      words = given;
      later();
    },
  };
}

/** @param {Props<Words>} props */
export default function ({ data, parentElement }) {
  instance(parentElement, buildSpokenNames).update(data);
}
