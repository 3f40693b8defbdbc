// A heap of documents, a dot each: frame by frame another filter takes its share out of it, into a bin below.

/** @import { Props } from "./shared.js" */
/** @import { FilmData, PlayerText } from "./player.js" */
import { element, fill, instance, legend, penOf, phrase, show, STILL, tips } from "./shared.js";
import { buildPlayer } from "./player.js";

const MOVE_MS = 700; // from one frame to the next
const GAP = 14; // pixels between the heap and the bins

/**
 * `kinds`: what documents are, and the look of their dots; `kind` and `bin`: of each document the position of both in their
 * lists, −1 for one that no filter takes. `heap`, with {n}, tells what is left, `took`, with {n}, of a bin.
 * @typedef {FilmData & {
 *   label: string,
 *   kinds: { name: string, look: string }[],
 *   bins: string[],
 *   kind: number[],
 *   bin: number[],
 *   texts: Record<PlayerText | "heap" | "took", string>,
 * }} Data
 */

/** @typedef {{ x: Float64Array, y: Float64Array, pitch: number, height: number }} Layout in pixels */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 */
function buildFunnel(root, data) {
  root.setAttribute("role", "group");
  const left = root.appendChild(element("div", "left"));
  const canvas = root.appendChild(element("canvas"));
  canvas.setAttribute("aria-hidden", "true");
  const bins = root.appendChild(element("div", "bins"));
  const key = root.appendChild(element("div", "legend"));
  const view = { data, frame: 0, from: 0, began: 0, timer: 0 };

  const paint = () => {
    const share = STILL.matches ? 1 : Math.min(1, (performance.now() - view.began) / MOVE_MS);
    paintDots(canvas, root, view.data, view.from, view.frame, ease(share));
    if (share < 1 && canvas.isConnected) view.timer = requestAnimationFrame(paint);
  };
  const player = buildPlayer(root, data, (frame) => {
    cancelAnimationFrame(view.timer);
    view.from = Math.abs(frame - view.frame) === 1 ? view.frame : frame;
    view.frame = frame;
    view.began = performance.now();
    showCounts();
    paint();
  });
  const showCounts = () => {
    const { bin, texts } = view.data;
    show(left, phrase(texts.heap, { n: bin.filter((b) => b < 0 || b >= view.frame).length }));
    fill(bins, view.data.bins, makeBin, ({ node, title, count }, name, i) => {
      const open = i < view.frame;
      node.classList.toggle("waiting", !open);
      show(title, name);
      show(count, open ? phrase(texts.took, { n: bin.filter((b) => b === i).length }) : "\u00a0");
    });
  };
  tips(root);
  const resized = new ResizeObserver(paint);

  return {
    /** @type {(data: Data) => void} */
    draw(data) {
      const first = view.data === data;
      const { kind, bin } = view.data;
      const changed = !first && (`${kind}` !== `${data.kind}` || `${bin}` !== `${data.bin}`);
      view.data = data;
      root.setAttribute("aria-label", data.label);
      bins.style.setProperty("--bins", `${data.bins.length}`);
      legend(key, data.kinds.map(({ name, look }) => ({ look: `dot ${look}`, text: name })));
      resized.observe(canvas);
      player.load(data, data.bins.length + 1, first || changed ? data.bins.length : undefined);
    },
    close() {
      player.stop();
      resized.disconnect();
    },
  };
}

function makeBin() {
  const node = element("div", "bin");
  return { node, title: node.appendChild(element("span", "title")), count: node.appendChild(element("span", "count")) };
}

/** @param {number} t */
function ease(t) {
  return t * t * (3 - 2 * t);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {number} from
 * @param {number} to frames
 * @param {number} share of the way between them
 */
function paintDots(canvas, root, data, from, to, share) {
  const width = canvas.clientWidth;
  if (width === 0) return;
  const [start, end] = [layOut(data, from, width), layOut(data, to, width)];
  canvas.style.height = `${end.height}px`;
  const dots = devicePixelRatio || 1;
  canvas.width = Math.round(width * dots);
  canvas.height = Math.round(end.height * dots);
  const pen = penOf(canvas);
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  const style = getComputedStyle(root);
  const colours = data.kinds.map(({ look }) => style.getPropertyValue(`--${look.split(" ")[0]}`).trim());
  const size = end.pitch - 2;
  data.kind.forEach((kind, i) => {
    const x = start.x[i] + share * (end.x[i] - start.x[i]);
    const y = start.y[i] + share * (end.y[i] - start.y[i]);
    paintDot(pen, data.kinds[kind].look.split(" "), colours[kind], x, y, size);
  });
}

/**
 * A disc for what should stay, a square for what should go; hollow ones are the second sort of each.
 * @param {CanvasRenderingContext2D} pen
 * @param {string[]} look
 * @param {string} colour
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function paintDot(pen, look, colour, x, y, size) {
  const hollow = look.includes("hollow");
  const inset = hollow ? 0.75 : 0;
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (look.includes("square")) pen.rect(x + inset, y + inset, size - 2 * inset, size - 2 * inset);
  else pen.arc(x + size / 2, y + size / 2, size / 2 - inset, 0, 2 * Math.PI);
  if (hollow) pen.stroke();
  else pen.fill();
}

/**
 * Where each document is: in the heap, row by row, or in its bin. The height has room for the heap before the first
 * filter and for the fullest bin, so that nothing below moves.
 * @param {Data} data
 * @param {number} frame
 * @param {number} width
 * @returns {Layout}
 */
function layOut({ kind, bin, bins }, frame, width) {
  const pitch = width < 480 ? 7 : width < 900 ? 9 : 11;
  const across = Math.floor(width / pitch);
  const binWidth = width / bins.length;
  const acrossBin = Math.max(1, Math.floor((binWidth - 10) / pitch));
  const top = Math.ceil(kind.length / across) * pitch + GAP;
  const x = new Float64Array(kind.length);
  const y = new Float64Array(kind.length);
  const filled = bins.map(() => 0);
  let heap = 0;
  kind.forEach((_kind, i) => {
    const b = bin[i];
    if (b < 0 || b >= frame) {
      x[i] = (heap % across) * pitch;
      y[i] = Math.floor(heap++ / across) * pitch;
    } else {
      x[i] = b * binWidth + (filled[b] % acrossBin) * pitch;
      y[i] = top + Math.floor(filled[b]++ / acrossBin) * pitch;
    }
  });
  const fullest = Math.max(1, ...bins.map((_name, b) => bin.filter((value) => value === b).length));
  return { x, y, pitch, height: top + Math.ceil(fullest / acrossBin) * pitch };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  const view = instance(parentElement, (root) => buildFunnel(root, data));
  view.draw(data);
  return () => view.close();
}
