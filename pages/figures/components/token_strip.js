// A text as a row of token chips. Tells Python "picked": the index of a token.

/** @import { Props, Send } from "./shared.js" */
import {
  arrive,
  element,
  fill,
  flash,
  hasFocus,
  instance,
  keepInSight,
  legend,
  newPiece,
  onPick,
  roving,
  show,
  tips,
} from "./shared.js";

/**
 * `sub`: a second line. `strength` in [0, 1], or in [−1, 1] where the legend is signed; null: no shade.
 * @typedef {object} Token
 * @property {string} text
 * @property {string} sub
 * @property {string} title
 * @property {number | null} strength
 * @property {boolean} outlined
 * @property {boolean} special
 */

/** @typedef {{ title: string, low: string, high: string, signed: boolean }} Scale */

/**
 * @typedef {object} Data
 * @property {string} label
 * @property {Token[]} tokens
 * @property {number | null} selected
 * @property {Scale | null} legend
 * @property {boolean} pickable
 * @property {Record<"outlined" | "special" | "strip", string>} texts
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildStrip(root, data, send) {
  const strip = root.appendChild(element("div", "strip"));
  const drawScale = buildScale(root);
  const key = root.appendChild(element("div", "legend"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  strip.setAttribute("aria-describedby", "hint");
  const view = { data, send, selected: /** @type {number | null} */ (null), drawn: false };
  const settle = roving(strip, ".chip", (pressed, chips, index) => {
    if (pressed === "ArrowRight") return index + 1;
    if (pressed === "ArrowLeft") return index - 1;
    if (pressed === "Home") return 0;
    if (pressed === "End") return chips.length - 1;
    if (pressed === "ArrowDown") return inNextRow(chips, index, 1);
    if (pressed === "ArrowUp") return inNextRow(chips, index, -1);
  });
  onPick(strip, ".chip", (chip) => {
    if (!view.data.pickable) return;
    flash(chip);
    view.send("picked", [...strip.children].indexOf(chip));
  });
  tips(root);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      view.data = data;
      view.send = send;
      strip.setAttribute("role", data.pickable ? "listbox" : "list");
      strip.setAttribute("aria-label", data.label);
      if (data.pickable) strip.setAttribute("aria-orientation", "horizontal");
      show(hint, data.pickable ? data.texts.strip : "");
      fill(strip, data.tokens, makeChip, (chip, token, i) => updateChip(chip, token, i, data));
      /** @type {HTMLElement | null} */
      const selected = strip.querySelector(":scope > .selected");
      settle(hasFocus(strip) ? null : selected);
      // Only when another one is selected: who scrolled away to read is left alone.
      if (selected && data.selected !== view.selected) {
        keepInSight(strip, "Top", selected.offsetTop - strip.offsetTop, selected.offsetHeight);
      }
      view.selected = data.selected;
      drawScale(data.legend);
      legend(key, legendEntries(data));
      if (!view.drawn) arrive(strip);
      view.drawn = true;
    },
  };
}

/** @param {Data} data */
function legendEntries({ tokens, texts }) {
  const entries = [];
  if (tokens.some((token) => token.outlined)) entries.push({ look: "chip outlined", text: texts.outlined });
  if (tokens.some((token) => token.special)) entries.push({ look: "chip special", text: texts.special });
  return entries;
}

function makeChip() {
  const node = element("div", "chip");
  const piece = node.appendChild(newPiece());
  return { node, piece, sub: node.appendChild(element("span", "sub")), drawn: "" };
}

/** @type {(chip: ReturnType<typeof makeChip>, token: Token, index: number, data: Data) => void} */
function updateChip(chip, token, index, { selected, pickable, legend }) {
  // Typing changes the end of a text of thousands of tokens: what is drawn already is left alone.
  const drawn = JSON.stringify([token, index === selected, pickable, legend?.signed]);
  if (chip.drawn === drawn) return;
  chip.drawn = drawn;
  const { node, piece, sub } = chip;
  const { text, title, strength } = token;
  show(piece, text);
  show(sub, token.sub);
  sub.hidden = !token.sub;
  node.dataset.tip = title;
  node.tabIndex = node.tabIndex === 0 ? 0 : -1;
  node.setAttribute("role", pickable ? "option" : "listitem");
  if (pickable) node.setAttribute("aria-selected", String(index === selected));
  if (title) node.setAttribute("aria-label", [text, token.sub, title].filter(Boolean).join(", "));
  else node.removeAttribute("aria-label");
  node.classList.toggle("outlined", token.outlined);
  node.classList.toggle("special", token.special);
  node.classList.toggle("selected", index === selected);
  node.classList.toggle("shaded", strength !== null);
  node.classList.toggle("signed", Boolean(legend?.signed));
  node.classList.toggle("above", strength !== null && strength > 0);
  node.style.setProperty("--strength", `${Math.abs(strength ?? 0)}`);
}

/**
 * What the shade means. Returns the function that draws it; null hides it.
 * @param {HTMLElement} root
 */
function buildScale(root) {
  const scale = root.appendChild(element("div", "scale"));
  const [title, low, ramp, high] = ["title", "low", "ramp", "high"].map((name) =>
    scale.appendChild(element("span", name))
  );
  /** @param {Scale | null} legend */
  return function draw(legend) {
    scale.hidden = !legend;
    if (!legend) return;
    show(title, legend.title);
    show(low, legend.low);
    show(high, legend.high);
    ramp.classList.toggle("signed", legend.signed);
  };
}

/**
 * The index of the chip nearest in x in the next row up (−1) or down (1).
 * @param {HTMLElement[]} chips
 * @param {number} index
 * @param {1 | -1} step
 */
function inNextRow(chips, index, step) {
  const from = chips[index].getBoundingClientRect();
  /** @param {DOMRect} box */
  const middle = (box) => (box.left + box.right) / 2;
  let row;
  let nearest;
  for (let i = index + step; i >= 0 && i < chips.length; i += step) {
    const box = chips[i].getBoundingClientRect();
    if (Math.abs(box.top - from.top) < 2) continue;
    if (row !== undefined && Math.abs(box.top - row) > 2) break;
    row = box.top;
    const distance = Math.abs(middle(box) - middle(from));
    if (nearest === undefined || distance < nearest.distance) nearest = { index: i, distance };
  }
  return nearest?.index;
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, (root) => buildStrip(root, data, setTriggerValue));
  view.draw(data, setTriggerValue);
}
