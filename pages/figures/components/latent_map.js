// A map of decoded pictures: the picture at the pointer, and labelled points that say where known pictures lie.

/** @import { Bytes, Props } from "./shared.js" */
import {
  byKey,
  decimal,
  element,
  fill,
  instance,
  isShortcut,
  makeLegendItem,
  penOf,
  phrase,
  show,
  unpack,
} from "./shared.js";

const MARGIN = 0.04; // of the map, around the outermost pictures

/** @typedef {{ name: string, x: number, y: number }} Mark */

/**
 * `x` and `y`: the values of the columns and rows; `reads`: what each picture shows, row by row. `kind_of`: for each of n
 * points the index of its kind, negative for none. `faces`: all pictures are drawn in place of the points. `bodies`: a
 * sheet of side × side pictures (WebP), then n points (x, y) as float32.
 * @typedef {object} Data
 * @property {string} label
 * @property {number} side
 * @property {number[]} x
 * @property {number[]} y
 * @property {string[]} reads
 * @property {{ name: string, colour: string, square: boolean }[]} kinds
 * @property {number[]} kind_of
 * @property {Mark[]} marks
 * @property {boolean} faces
 * @property {Record<"map" | "here" | "picture", string>} texts
 * @property {[sheet: Bytes, points: Bytes]} bodies
 */

/** @typedef {[column: number, row: number]} Cell Of the grid of pictures, rows from below. */
/** @typedef {{ data: Data, sheet: ImageBitmap, points: Float32Array, cell: Cell }} View */

/** @param {HTMLElement} root */
function buildLatentMap(root) {
  root.setAttribute("role", "group");
  const both = root.appendChild(element("div", "both"));
  const canvas = both.appendChild(element("canvas", "map"));
  const drawHere = buildHere(both);
  const key = root.appendChild(element("div", "legend"));
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  /** @type {View | null} null until the first sheet is read */
  let view = null;
  /** @type {Data | null} */
  let newest = null;
  let moved = false;

  const paint = () => {
    if (view) paintMap(canvas, root, view);
  };
  /** @type {(view: View, cell: Cell) => void} */
  const move = (view, [column, row]) => {
    const last = view.data.side - 1;
    view.cell = [Math.max(0, Math.min(last, column)), Math.max(0, Math.min(last, row))];
    drawHere(view);
    paint();
  };
  /** @param {PointerEvent} event */
  const moveToPointer = (event) => {
    if (!view) return;
    moved = true;
    const last = view.data.side - 1;
    const box = canvas.getBoundingClientRect();
    /** @param {number} share */
    const nearest = (share) => Math.round(((share - MARGIN) / (1 - 2 * MARGIN)) * last);
    const column = nearest((event.clientX - box.left) / box.width);
    move(view, [column, last - nearest((event.clientY - box.top) / box.height)]);
  };
  canvas.addEventListener("pointermove", moveToPointer);
  canvas.addEventListener("pointerdown", moveToPointer);
  canvas.addEventListener("keydown", (event) => {
    const step = byKey(event.key, { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] });
    if (!step || isShortcut(event)) return;
    event.preventDefault();
    if (!view) return;
    moved = true;
    const cells = event.shiftKey ? 5 : 1;
    move(view, [view.cell[0] + cells * step[0], view.cell[1] + cells * step[1]]);
  });
  const resized = new ResizeObserver(paint);

  return {
    /** @param {Data} data */
    async draw(data) {
      newest = data;
      root.setAttribute("aria-label", data.label);
      canvas.setAttribute("aria-label", data.texts.map);
      drawKey(key, data);
      resized.observe(canvas);
      const sheet = await createImageBitmap(new Blob([data.bodies[0]], { type: "image/webp" }));
      if (newest !== data) return; // a newer map came while this one was read
      // Until the visitor moves, the first mark is shown, which may come later than the map.
      const cell = view && moved ? view.cell : firstCell(data);
      view = { data, sheet, points: new Float32Array(data.bodies[1].buffer), cell };
      move(view, cell);
    },
    close: () => resized.disconnect(),
  };
}

/**
 * The cell that lies nearest to the first mark; the middle where there is none.
 * @param {Data} data
 * @returns {Cell}
 */
function firstCell({ x, y, marks, side }) {
  const middle = Math.floor(side / 2);
  return marks.length ? [nearest(x, marks[0].x), nearest(y, marks[0].y)] : [middle, middle];
}

/**
 * The index of the value nearest to another.
 * @param {number[]} values
 * @param {number} v
 */
function nearest(values, v) {
  return values.reduce((best, value, i) => (Math.abs(value - v) < Math.abs(values[best] - v) ? i : best), 0);
}

/**
 * The picture of the chosen cell, and what it shows in words. Returns the function that draws them.
 * @param {HTMLElement} parent
 */
function buildHere(parent) {
  const figure = parent.appendChild(element("figure", "here"));
  const picture = figure.appendChild(element("canvas", "picture"));
  picture.setAttribute("role", "img");
  const place = figure.appendChild(element("div", "place"));
  const caption = figure.appendChild(element("figcaption"));
  caption.dir = "auto";
  /** @param {View} view */
  return function draw({ data, sheet, cell: [column, row] }) {
    const size = sheet.width / data.side;
    picture.width = picture.height = size;
    // The sheet's first row is the largest second number.
    const top = (data.side - 1 - row) * size;
    penOf(picture).drawImage(sheet, column * size, top, size, size, 0, 0, size, size);
    /** @param {number} v */
    const number = (v) => decimal(v, 2).replace("-", "−");
    const read = data.reads[row * data.side + column];
    const values = { x: number(data.x[column]), y: number(data.y[row]), read };
    picture.setAttribute("aria-label", phrase(data.texts.picture, values));
    show(place, phrase(data.texts.here, values));
    show(caption, read);
  };
}

/** @type {(canvas: HTMLCanvasElement, root: HTMLElement, view: View) => void} */
function paintMap(canvas, root, view) {
  const side = canvas.clientWidth;
  if (side === 0) return;
  const { data, sheet, cell: [column, row] } = view;
  const dots = devicePixelRatio || 1;
  if (canvas.width !== Math.round(side * dots)) canvas.width = canvas.height = Math.round(side * dots);
  const pen = penOf(canvas);
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.clearRect(0, 0, side, side);
  const style = getComputedStyle(root);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(name).trim();
  const inside = side * (1 - 2 * MARGIN);
  /**
   * @param {number[]} values
   * @param {number} v
   */
  const share = (values, v) => (v - values[0]) / (values[values.length - 1] - values[0]);
  /** @param {number} x */
  const X = (x) => side * MARGIN + share(data.x, x) * inside;
  /** @param {number} y */
  const Y = (y) => side * (1 - MARGIN) - share(data.y, y) * inside;
  const cell = inside / (data.side - 1);
  if (data.faces) {
    const start = side * MARGIN - cell / 2;
    pen.drawImage(sheet, start, start, cell * data.side, cell * data.side);
  } else {
    paintPoints(pen, view, X, Y, colour("--ink"));
  }
  pen.font = "600 13px sans-serif";
  pen.textAlign = "center";
  for (const mark of data.marks) paintCross(pen, X(mark.x), Y(mark.y), mark.name, colour("--paper"), colour("--ink"));
  pen.strokeStyle = colour("--blue");
  pen.lineWidth = 3;
  pen.strokeRect(X(data.x[column]) - cell / 2, Y(data.y[row]) - cell / 2, cell, cell);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {View} view
 * @param {(x: number) => number} X
 * @param {(y: number) => number} Y
 * @param {string} ink
 */
function paintPoints(pen, { data, points }, X, Y, ink) {
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  data.kind_of.forEach((k, i) => {
    if (k < 0) return;
    const [x, y] = [X(points[2 * i]), Y(points[2 * i + 1])];
    pen.fillStyle = data.kinds[k].colour;
    pen.beginPath();
    if (data.kinds[k].square) pen.rect(x - 3.5, y - 3.5, 7, 7);
    else pen.arc(x, y, 4, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  });
}

/**
 * A named cross with a pale edge, so that it is seen on any ground.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {string} name
 * @param {string} paper
 * @param {string} ink
 */
function paintCross(pen, x, y, name, paper, ink) {
  /** @type {(colour: string, width: number) => void} */
  const stroke = (colour, width) => {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x - 7, y - 7);
    pen.lineTo(x + 7, y + 7);
    pen.moveTo(x - 7, y + 7);
    pen.lineTo(x + 7, y - 7);
    pen.stroke();
  };
  stroke(paper, 6);
  pen.strokeText(name, x, y - 11);
  stroke(ink, 2.5);
  pen.fillStyle = ink;
  pen.fillText(name, x, y - 11);
}

/** @type {(node: HTMLElement, data: Data) => void} */
function drawKey(node, { kinds, faces }) {
  node.hidden = faces;
  fill(node, kinds, makeLegendItem, ({ mark, word }, { name, colour, square }) => {
    mark.className = square ? "dot square" : "dot";
    mark.style.background = colour;
    show(word, name);
  });
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement }) {
  /** @type {Data} */
  const map = unpack(data);
  const view = instance(parentElement, buildLatentMap);
  view.draw(map);
  return () => view.close();
}
