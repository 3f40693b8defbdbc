// A model as a row of parts from input to output. Tells Python "picked": the name of a part.

/** @import { Bytes, Props, Send } from "./shared.js" */
import {
  element,
  fill,
  flash,
  instance,
  newButton,
  oneByOne,
  onPick,
  pngAddress,
  roving,
  show,
  svgElement,
  unpack,
} from "./shared.js";

/**
 * `leads` is the sign between this part and the next; `curve`: numbers in [0, 1].
 * @typedef {{
 *   name: string, title: string, sub: string, leads: string, words: string, curve: number[], smooth: boolean,
 * }} Part
 */

/**
 * `bodies`: a PNG file for each part, empty where it has none.
 * @typedef {{ label: string, chosen: string, parts: Part[], texts: { keys: string }, bodies: Bytes[] }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
function buildAnatomy(root, send) {
  const row = root.appendChild(element("div", "parts"));
  row.setAttribute("role", "tablist");
  const hint = root.appendChild(element("div", "hint"));
  const view = { send, addresses: /** @type {string[]} */ ([]) };
  const settle = roving(row, ".part", oneByOne);
  onPick(row, ".part", (item) => {
    flash(item);
    view.send("picked", item.dataset.name);
  });
  const close = () => view.addresses.filter(Boolean).forEach((address) => URL.revokeObjectURL(address));

  return {
    close,
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      view.send = send;
      close();
      view.addresses = data.bodies.map((file) => (file.length ? pngAddress(file) : ""));
      row.setAttribute("aria-label", data.label);
      show(hint, data.texts.keys);
      fill(row, data.parts, makePart, (parts, part, i) => {
        updatePart(parts, part, view.addresses[i]);
        parts.button.setAttribute("aria-selected", String(part.name === data.chosen));
        parts.leads.hidden = i === data.parts.length - 1;
      });
      settle(row.querySelector('[aria-selected="true"]'));
    },
  };
}

function makePart() {
  const node = element("div", "step");
  node.setAttribute("role", "presentation");
  const button = node.appendChild(newButton("part"));
  button.setAttribute("role", "tab");
  const title = button.appendChild(element("span", "title"));
  const content = button.appendChild(element("span", "held"));
  const sub = button.appendChild(element("span", "sub"));
  const picture = content.appendChild(element("img"));
  picture.alt = ""; // its title and second line say what it is
  const drawing = content.appendChild(svgElement("svg"));
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("aria-hidden", "true");
  const line = drawing.appendChild(svgElement("polyline"));
  const words = content.appendChild(element("span", "words"));
  const leads = node.appendChild(element("span", "leads"));
  leads.setAttribute("aria-hidden", "true");
  return { node, button, title, sub, picture, drawing, line, words, leads };
}

/**
 * @param {ReturnType<typeof makePart>} parts
 * @param {Part} part
 * @param {string} address of its picture; empty where it has none
 */
function updatePart({ button, title, sub, picture, drawing, line, words, leads }, part, address) {
  button.dataset.name = part.name;
  show(title, part.title);
  show(sub, part.sub);
  picture.hidden = !address;
  picture.src = address;
  picture.className = part.smooth ? "" : "pixels";
  drawing.style.display = part.curve.length ? "" : "none";
  line.setAttribute("points", points(part.curve));
  words.hidden = !part.words;
  show(words, part.words);
  show(leads, part.leads);
}

/**
 * A curve of numbers in [0, 1] in a square of 100.
 * @param {number[]} curve
 */
function points(curve) {
  const across = 92 / Math.max(1, curve.length - 1);
  return curve.map((y, i) => `${4 + i * across},${96 - 92 * y}`).join(" ");
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Data} */
  const model = unpack(data);
  const view = instance(parentElement, (root) => buildAnatomy(root, setTriggerValue));
  view.draw(model, setTriggerValue);
  return () => view.close();
}
