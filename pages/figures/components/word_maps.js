// Which words a place of the picture looks at, and which places look at a word.

/** @import { Bytes, Props, Send } from "./shared.js" */
/** @import { FilmData, PlayerText } from "./player.js" */
import {
  all,
  byKey,
  element,
  fill,
  halves,
  instance,
  isShortcut,
  newButton,
  oneByOne,
  onPick,
  penOf,
  percent,
  phrase,
  roving,
  show,
  tips,
  unpack,
} from "./shared.js";
import { addressPictures, buildExchange, buildPlayer } from "./player.js";

const HEAT = [31, 87, 195]; // the same in both themes: it lies on a pale picture, not on the page

/**
 * `word` is the index of the word chosen at first, `at` the step shown. `bodies`: shares float16 (steps, side, side,
 * words), then a PNG file for each step. Python hears of the step at rest.
 * @typedef {FilmData & {
 *   label: string,
 *   words: string[],
 *   word: number,
 *   side: number,
 *   at: number,
 *   texts: Record<PlayerText | "words" | "scale" | "here" | "field" | "picture" | "rest", string>,
 *   bodies: Bytes[],
 * }} Data
 */

/** @typedef {[row: number, column: number]} Place */

/**
 * The field looked into goes `from` where the pointer went down, or Shift was held, `to` where it is now; `held`: it
 * stays when the pointer moves on. `top`: the chosen word's largest share.
 * @typedef {{
 *   data: Data, shares: Float32Array, addresses: string[], word: number, step: number, top: number,
 *   from: Place, to: Place, held: boolean,
 * }} View
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildWordMaps(root, data, send) {
  root.setAttribute("role", "group");
  const caption = root.appendChild(element("div", "caption"));
  const chips = root.appendChild(element("div", "chips"));
  chips.setAttribute("role", "radiogroup");
  const panes = root.appendChild(element("div", "panes"));
  const left = panes.appendChild(element("div", "left"));
  const stage = buildStage(left);
  const ruler = left.appendChild(element("div", "ruler"));
  const [low, ramp, high] = ["low", "ramp", "high"].map((name) => ruler.appendChild(element("span", name)));
  ramp.style.setProperty("--heat", `rgb(${HEAT})`);
  const scale = left.appendChild(element("div", "scale"));
  const drawBars = buildFieldBars(panes.appendChild(element("div", "right")));
  const exchange = buildExchange(send);
  /** @type {View} */
  const view = {
    data,
    shares: new Float32Array(),
    addresses: [],
    word: data.word,
    step: 0,
    top: 1,
    from: [7, 7],
    to: [7, 7],
    held: false,
  };
  const drawField = () => {
    stage.drawField(view);
    drawBars(view);
  };
  const drawStep = () => {
    stage.drawStep(view);
    drawField();
  };
  const player = buildPlayer(
    root,
    data,
    (step) => {
      view.step = step;
      drawStep();
    },
    (step) => exchange.rested(step),
  );
  const drawWord = () => {
    const { words, texts } = view.data;
    view.top = 0;
    for (let i = view.word; i < view.shares.length; i += words.length) view.top = Math.max(view.top, view.shares[i]);
    view.top ||= 1;
    all(chips, ".chip").forEach((chip, i) => chip.setAttribute("aria-checked", String(i === view.word)));
    show(low, percent(0).replace(".0", ""));
    show(high, percent(view.top));
    show(scale, phrase(texts.scale, { word: words[view.word] }));
    drawStep();
  };
  const settle = roving(chips, ".chip", oneByOne);
  onPick(chips, ".chip", (chip) => {
    view.word = [...chips.children].indexOf(chip);
    drawWord();
  });
  chooseField(stage.node, view, drawField);
  tips(root);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      if (String(view.data.words) !== String(data.words)) view.word = data.word;
      exchange.send = send;
      view.data = data;
      view.shares = halves(data.bodies[0]);
      root.setAttribute("aria-label", data.label);
      show(caption, data.texts.words);
      chips.setAttribute("aria-label", data.texts.words);
      fill(chips, data.words, makeChip, ({ node }, word) => show(node, word));
      const steps = data.bodies.length - 1;
      const newStep = exchange.asks(data.at) ? data.at : undefined;
      view.step = newStep ?? Math.min(view.step, steps - 1);
      addressPictures(view, data.bodies.slice(1), () => {
        drawWord();
        settle(all(chips, ".chip")[view.word]);
        player.load(data, steps, newStep);
      });
    },
    close() {
      player.stop();
      exchange.close();
      view.addresses.forEach((address) => URL.revokeObjectURL(address));
    },
  };
}

/**
 * The share of a place's attention that lies on a word.
 * @param {View} view
 * @param {number} row
 * @param {number} column
 * @param {number} word
 */
function shareAt({ data: { side, words }, shares, step }, row, column, word) {
  return shares[((step * side + row) * side + column) * words.length + word];
}

/**
 * First row, first column, rows and columns of the field.
 * @param {View} view
 */
function fieldOf({ from, to }) {
  return {
    top: Math.min(from[0], to[0]),
    left: Math.min(from[1], to[1]),
    rows: Math.abs(from[0] - to[0]) + 1,
    columns: Math.abs(from[1] - to[1]) + 1,
  };
}

/**
 * A word's share of the field's attention: the mean over its places.
 * @param {View} view
 * @param {number} word
 */
function fieldShare(view, word) {
  const { top, left, rows, columns } = fieldOf(view);
  let sum = 0;
  for (let row = top; row < top + rows; row++) {
    for (let column = left; column < left + columns; column++) sum += shareAt(view, row, column, word);
  }
  return sum / (rows * columns);
}

/**
 * The picture, the chosen word's shares over it, and the field.
 * @param {HTMLElement} parent
 */
function buildStage(parent) {
  const node = parent.appendChild(element("div", "stage"));
  node.tabIndex = 0;
  node.setAttribute("role", "img");
  const picture = node.appendChild(element("img"));
  picture.alt = "";
  const heat = node.appendChild(element("canvas"));
  const spot = node.appendChild(element("div", "spot"));
  return {
    node,
    /** @param {View} view */
    drawStep(view) {
      const { data: { side, words, texts }, addresses, step, word, top } = view;
      if (picture.src !== addresses[step]) picture.src = addresses[step] ?? "";
      heat.width = heat.height = side;
      const pen = penOf(heat);
      const pixels = pen.createImageData(side, side);
      for (let i = 0; i < side * side; i++) {
        const part = shareAt(view, Math.floor(i / side), i % side, word) / top;
        pixels.data.set([...HEAT, Math.round(235 * part)], 4 * i);
      }
      pen.putImageData(pixels, 0, 0);
      node.setAttribute("aria-label", phrase(texts.picture, { step: step + 1, word: words[word] }));
    },
    /** @param {View} view */
    drawField(view) {
      const { top, left, rows, columns } = fieldOf(view);
      /** @param {number} cells */
      const part = (cells) => `${(100 * cells) / view.data.side}%`;
      spot.style.cssText = `left:${part(left)};top:${part(top)};width:${part(columns)};height:${part(rows)}`;
    },
  };
}

/**
 * A bar for each word: its share of the field's attention. Returns the function that draws them.
 * @param {HTMLElement} parent
 */
function buildFieldBars(parent) {
  const where = parent.appendChild(element("div", "where"));
  where.setAttribute("aria-live", "polite");
  const bars = parent.appendChild(element("div", "bars"));
  /** @param {View} view */
  return function draw(view) {
    const { words, texts } = view.data;
    const { top, left, rows, columns } = fieldOf(view);
    const n = rows * columns;
    show(where, phrase(n === 1 ? texts.here : texts.field, { row: top + 1, column: left + 1, n }));
    const shares = words.map((_, word) => fieldShare(view, word));
    const rest = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
    fill(bars, [...shares, rest], makeRow, ({ node, name, bar, number }, share, i) => {
      node.className = i === view.word ? "row chosen" : "row";
      show(name, words[i] ?? texts.rest);
      bar.style.width = `${100 * share}%`;
      show(number, percent(share));
    });
  };
}

/**
 * Moves and stretches the field by pointer and arrow keys.
 * @param {HTMLElement} stage
 * @param {View} view
 * @param {() => void} drawField
 */
function chooseField(stage, view, drawField) {
  /** @type {(row: number, column: number, stretch: boolean) => void} */
  const move = (row, column, stretch) => {
    /** @param {number} n */
    const inside = (n) => Math.max(0, Math.min(view.data.side - 1, n));
    view.to = [inside(row), inside(column)];
    if (!stretch) view.from = view.to;
    drawField();
  };
  /** @type {(event: PointerEvent, stretch: boolean) => void} */
  const moveToPointer = (event, stretch) => {
    const box = stage.getBoundingClientRect();
    const row = Math.floor((view.data.side * (event.clientY - box.top)) / box.height);
    const column = Math.floor((view.data.side * (event.clientX - box.left)) / box.width);
    move(row, column, stretch);
  };
  stage.addEventListener("pointerdown", (event) => {
    view.held = false;
    moveToPointer(event, false);
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons) moveToPointer(event, true);
    else if (!view.held) moveToPointer(event, false);
  });
  // A field that was drawn stays until the next press or key.
  stage.addEventListener("pointerup", () => (view.held = String(view.from) !== String(view.to)));
  stage.addEventListener("keydown", (event) => {
    const step = byKey(event.key, { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] });
    if (!step || isShortcut(event)) return;
    event.preventDefault();
    view.held = event.shiftKey;
    move(view.to[0] + step[0], view.to[1] + step[1], event.shiftKey);
  });
}

function makeChip() {
  const node = newButton("chip piece");
  node.setAttribute("role", "radio");
  return { node };
}

function makeRow() {
  const node = element("div", "row");
  const name = node.appendChild(element("span", "name piece"));
  const bar = node.appendChild(element("span", "track")).appendChild(element("i"));
  const number = node.appendChild(element("span", "number"));
  return { node, name, bar, number };
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Data} */
  const maps = unpack(data);
  const view = instance(parentElement, (root) => buildWordMaps(root, maps, setTriggerValue));
  view.draw(maps, setTriggerValue);
  return () => view.close();
}
