// Draws the layers of a plane on its canvas. Used by plane.js.

import { element, penOf } from "./shared.js";

/**
 * What all layers have; `bodies` counts a layer's arrays.
 * @typedef {{ name: string, colour: string, bodies: number }} AnyLayer
 */

/**
 * `n` points in each frame. A surface's `reach` is the plane's where it is null.
 * @typedef {AnyLayer & (
 *   | { kind: "points", n: number, hollow: boolean }
 *   | { kind: "paths", n: number }
 *   | { kind: "arrows", n: number }
 *   | { kind: "mesh", n: number, rows: number, columns: number }
 *   | {
 *     kind: "surface", rows: number, columns: number, signed: boolean, reach: number | null,
 *     low_name: string, high_name: string,
 *   }
 * )} Layer
 */

/**
 * `arrays`: x and y by turns; of a surface 0 (low) to 255 (high) by rows. `size`: how many numbers of each array belong
 * to one frame.
 * @typedef {Layer & { arrays: (Float32Array | Uint8Array)[], size: number[] }} DrawnLayer
 */

/**
 * @template {Layer["kind"]} Kind
 * @typedef {Extract<DrawnLayer, { kind: Kind }>} Drawn
 */

/** @typedef {{ data: { reach: number }, layers: DrawnLayer[], frame: number, drawn: [number, number][] }} View */

/**
 * What layers are drawn on: the pen, and from numbers to pixels.
 * @typedef {object} Ground
 * @property {CanvasRenderingContext2D} pen
 * @property {number} side in pixels
 * @property {number} scale pixels for 1
 * @property {number} reach
 * @property {number} frame
 * @property {(x: number) => number} X
 * @property {(y: number) => number} Y
 * @property {(name: string) => string} colour
 */

/** @type {(canvas: HTMLCanvasElement, root: HTMLElement, view: View) => void} */
export function paintPlane(canvas, root, view) {
  const side = canvas.clientWidth;
  if (side === 0) return;
  const dots = devicePixelRatio || 1;
  if (canvas.width !== Math.round(side * dots)) canvas.width = canvas.height = Math.round(side * dots);
  const pen = penOf(canvas);
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.clearRect(0, 0, side, side);
  const { reach } = view.data;
  const scale = side / (2 * reach);
  const style = getComputedStyle(root);
  /** @type {Ground} */
  const ground = {
    pen,
    side,
    scale,
    reach,
    frame: view.frame,
    X: (x) => (x + reach) * scale,
    Y: (y) => (reach - y) * scale,
    colour: (name) => style.getPropertyValue(`--${name}`).trim(),
  };
  for (const layer of view.layers) if (layer.kind === "surface") paintSurface(layer, ground);
  paintGrid(ground);
  for (const layer of view.layers) paintLines(layer, ground);
  pen.fillStyle = ground.colour("ink");
  for (const [x, y] of view.drawn) disc(pen, ground.X(x), ground.Y(y), 3).fill();
}

/** @param {Ground} ground */
function paintGrid({ pen, side, X, Y, colour, reach }) {
  pen.strokeStyle = pen.fillStyle = colour("soft");
  pen.font = "12px sans-serif";
  pen.lineWidth = 1;
  for (let i = -Math.floor(reach); i <= reach; i++) {
    pen.globalAlpha = i === 0 ? 0.5 : 0.2;
    pen.beginPath();
    pen.moveTo(X(i), 0);
    pen.lineTo(X(i), side);
    pen.moveTo(0, Y(i));
    pen.lineTo(side, Y(i));
    pen.stroke();
    pen.globalAlpha = 1;
    const text = String(i).replace("-", "−");
    pen.fillText(text, X(i) + 3, side - 4);
    if (i !== 0) pen.fillText(text, 3, Y(i) - 3);
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function disc(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  return pen;
}

/**
 * A line through points, from the first to the last.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} count
 * @param {(i: number) => [x: number, y: number]} point
 */
function line(pen, count, point) {
  if (count > 0) pen.moveTo(...point(0));
  for (let i = 1; i < count; i++) pen.lineTo(...point(i));
}

/**
 * The numbers of one array of a layer in the frame shown.
 * @param {DrawnLayer} layer
 * @param {number} i
 * @param {number} frame
 */
function frameOf({ arrays, size }, i, frame) {
  return arrays[i].length === size[i] ? arrays[i] : arrays[i].subarray(frame * size[i], (frame + 1) * size[i]);
}

/**
 * Everything but surfaces, which lie below the grid.
 * @param {DrawnLayer} layer
 * @param {Ground} ground
 */
function paintLines(layer, ground) {
  if (layer.kind === "surface") return;
  const { pen } = ground;
  pen.strokeStyle = pen.fillStyle = ground.colour(layer.colour);
  if (layer.kind === "points") paintPoints(layer, ground);
  else if (layer.kind === "paths") paintPaths(layer, ground);
  else if (layer.kind === "mesh") paintMesh(layer, ground);
  else paintArrows(layer, ground);
  pen.globalAlpha = 1;
}

/** @type {(layer: Drawn<"points">, ground: Ground) => void} */
function paintPoints(layer, { pen, X, Y, frame }) {
  const xy = frameOf(layer, 0, frame);
  pen.lineWidth = 1.25;
  pen.globalAlpha = layer.hollow ? 0.7 : 0.85;
  for (let i = 0; i < xy.length; i += 2) {
    if (layer.hollow) disc(pen, X(xy[i]), Y(xy[i + 1]), 2.5).stroke();
    else disc(pen, X(xy[i]), Y(xy[i + 1]), 3).fill();
  }
}

/**
 * The way of each point from the first frame to the one shown.
 * @param {Drawn<"paths">} layer
 * @param {Ground} ground
 */
function paintPaths({ arrays: [xy], size: [size] }, { pen, X, Y, frame }) {
  pen.lineWidth = 1;
  pen.globalAlpha = 0.35;
  pen.beginPath();
  for (let i = 0; i < size; i += 2) {
    line(pen, frame + 1, (f) => [X(xy[f * size + i]), Y(xy[f * size + i + 1])]);
  }
  pen.stroke();
}

/** @type {(layer: Drawn<"mesh">, ground: Ground) => void} */
function paintMesh(layer, { pen, X, Y, frame }) {
  const xy = frameOf(layer, 0, frame);
  const { rows, columns } = layer;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.6;
  pen.beginPath();
  /** @type {(place: number) => [number, number]} */
  const point = (place) => [X(xy[2 * place]), Y(xy[2 * place + 1])];
  for (let row = 0; row < rows; row++) line(pen, columns, (i) => point(row * columns + i));
  for (let column = 0; column < columns; column++) line(pen, rows, (i) => point(i * columns + column));
  pen.stroke();
}

/**
 * Each from its place to place + move.
 * @param {Drawn<"arrows">} layer
 * @param {Ground} ground
 */
function paintArrows(layer, { pen, scale, X, Y, frame }) {
  const [places, moves] = [frameOf(layer, 0, frame), frameOf(layer, 1, frame)];
  pen.lineWidth = 1.25;
  pen.globalAlpha = 0.8;
  pen.beginPath();
  for (let i = 0; i < places.length; i += 2) {
    const [dx, dy] = [moves[i] * scale, -moves[i + 1] * scale];
    const [x, y] = [X(places[i]), Y(places[i + 1])];
    pen.moveTo(x, y);
    pen.lineTo(x + dx, y + dy);
    const [length, angle] = [Math.hypot(dx, dy), Math.atan2(dy, dx)];
    const tip = Math.min(5, length / 2);
    for (const turn of [2.6, -2.6]) {
      pen.moveTo(x + dx, y + dy);
      pen.lineTo(x + dx + tip * Math.cos(angle + turn), y + dy + tip * Math.sin(angle + turn));
    }
  }
  pen.stroke();
}

/** @type {(layer: Drawn<"surface">, ground: Ground) => void} */
function paintSurface(layer, { pen, scale, X, Y, colour, frame, reach }) {
  const { rows, columns } = layer;
  const pixels = new ImageData(columns, rows);
  const ends = layer.signed ? ["minus", "zero", "plus"] : ["paper", layer.colour];
  const stops = ends.map((name) => rgb(colour(name)));
  frameOf(layer, 0, frame).forEach((share, i) => {
    // Rows rise from the bottom; a picture's fall from the top.
    const [row, column] = [rows - 1 - Math.floor(i / columns), i % columns];
    const place = (share / 255) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(place));
    const mixed = [0, 1, 2].map((c) => stops[left][c] + (stops[left + 1][c] - stops[left][c]) * (place - left));
    pixels.data.set([...mixed, 150], 4 * (row * columns + column));
  });
  const picture = element("canvas");
  Object.assign(picture, { width: columns, height: rows });
  penOf(picture).putImageData(pixels, 0, 0);
  const half = layer.reach ?? reach;
  pen.drawImage(picture, X(-half), Y(half), 2 * half * scale, 2 * half * scale);
}

/**
 * Any CSS colour as [red, green, blue].
 * @param {string} css
 */
function rgb(css) {
  const pen = penOf(element("canvas"), { willReadFrequently: true });
  pen.fillStyle = css;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
}
