// One token's way through a Transformer. Tells Python "picked", the name of a part, and "shown", the depth at which the
// visitor stopped.

/** @import { Bytes, Props, Send } from "./shared.js" */
/** @import { FilmData, PlayerText } from "./player.js" */
import {
  element,
  fill,
  flash,
  instance,
  newButton,
  newPiece,
  oneByOne,
  onPick,
  percent,
  phrase,
  roving,
  show,
  tips,
  unpack,
} from "./shared.js";
import { buildExchange, buildPlayer } from "./player.js";
import { floats, fourDigits, paintCells } from "./tinted.js";

/** @typedef {"before" | "layer" | "after"} Stage */
/** @typedef {{ name: string, title: string, sub: string, stage: Stage }} Part */

/**
 * `depths`: before the first layer, and after each; of each, `limits`: the number from which on the tint is full, and
 * `guesses`: tokens with their probabilities. `bodies`: one, the vectors of all depths as float32, `row` numbers of them
 * side by side.
 * @typedef {FilmData & {
 *   label: string,
 *   chosen: string,
 *   row: number,
 *   depths: number,
 *   limits: number[],
 *   parts: Part[],
 *   guesses: [string, number][][],
 *   texts: Record<PlayerText | "keys" | "layer" | "start" | "end" | "stream" | "guess", string>,
 *   bodies: Bytes[],
 * }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildWay(root, data, send) {
  const row = root.appendChild(element("div", "way"));
  row.setAttribute("role", "tablist");
  const hint = root.appendChild(element("div", "hint"));
  const groups = /** @type {const} */ (["before", "layer", "after"]).map((stage) => {
    const group = row.appendChild(element("div", `group ${stage}`));
    group.setAttribute("role", "presentation");
    return { stage, group, parts: group.appendChild(element("div", "parts")) };
  });
  const stacked = groups[1].group.appendChild(element("div", "depth"));
  groups.forEach(({ parts }) => parts.setAttribute("role", "presentation"));
  const words = root.appendChild(element("div", "words"));
  const canvas = root.appendChild(element("canvas", "stream"));
  canvas.setAttribute("aria-hidden", "true");
  const guess = root.appendChild(element("div", "guess"));
  const view = { data, send, stream: new Float32Array() };
  const exchange = buildExchange(send);
  const settle = roving(row, ".part", oneByOne);
  onPick(row, ".part", (item) => {
    flash(item);
    view.send("picked", item.dataset.name);
  });

  /** @param {number} depth */
  const showDepth = (depth) => {
    const { depths, guesses, limits, texts } = view.data;
    const limit = limits[depth];
    const layers = depths - 1;
    const width = view.stream.length / depths;
    const numbers = view.stream.subarray(depth * width, (depth + 1) * width);
    paintCells(canvas, root, numbers, view.data.row, limit);
    canvas.style.setProperty("--lines", `${canvas.height}`);
    const where = depth === 0 ? texts.start : depth === layers ? texts.end : texts.layer;
    show(stacked, phrase(where, { i: depth, n: layers }));
    stacked.style.setProperty("--share", `${depth / Math.max(1, layers)}`);
    show(words, phrase(texts.stream, { width, limit: fourDigits(limit) }));
    const at = depth === 0 ? "before" : depth === layers ? "after" : "layer";
    groups.forEach(({ stage, group }) => group.classList.toggle("here", stage === at));
    fill(guess, [null, ...guesses[depth]], makeGuess, ({ piece, share }, item) => {
      piece.hidden = item === null;
      show(piece, item ? item[0] : "");
      show(share, item ? percent(item[1]) : `${texts.guess}:`);
    });
  };
  const player = buildPlayer(root, data, showDepth, (depth) => exchange.rested(depth));
  tips(root);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      const first = view.data === data;
      const changed = !first && `${data.guesses}` !== `${view.data.guesses}`;
      Object.assign(view, { data, send, stream: floats(data.bodies[0]) });
      exchange.send = send;
      row.setAttribute("aria-label", data.label);
      show(hint, data.texts.keys);
      for (const { stage, group, parts } of groups) {
        const own = data.parts.filter((part) => part.stage === stage);
        group.hidden = own.length === 0;
        fill(parts, own, makePart, (made, part) => updatePart(made, part, part.name === data.chosen));
      }
      settle(row.querySelector('[aria-selected="true"]'));
      player.load(data, data.depths, first || changed ? data.depths - 1 : undefined);
    },
    close() {
      player.stop();
      exchange.close();
    },
  };
}

function makePart() {
  const node = newButton("part");
  node.setAttribute("role", "tab");
  return { node, title: node.appendChild(element("span", "title")), sub: node.appendChild(element("span", "sub")) };
}

/**
 * @param {ReturnType<typeof makePart>} parts
 * @param {Part} part
 * @param {boolean} chosen
 */
function updatePart({ node, title, sub }, part, chosen) {
  node.dataset.name = part.name;
  node.setAttribute("aria-selected", String(chosen));
  show(title, part.title);
  show(sub, part.sub);
}

function makeGuess() {
  const node = element("span", "item");
  const piece = node.appendChild(newPiece());
  return { node, piece, share: node.appendChild(element("span")) };
}

/** @param {Props<Bytes>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const unpacked = /** @type {Data} */ (unpack(data));
  const view = instance(parentElement, (root) => buildWay(root, unpacked, setTriggerValue));
  view.draw(unpacked, setTriggerValue);
  return view.close;
}
