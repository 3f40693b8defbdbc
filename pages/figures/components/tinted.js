// Numbers as tinted cells: blue below 0, red above, as strong as they are large.

import { decimal, penOf } from "./shared.js";

/** @import { Bytes } from "./shared.js" */

/**
 * @param {Bytes} bytes float32, little endian
 */
export function floats(bytes) {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/**
 * One pixel a number, `row` of them side by side; the style makes the pixels large.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} root whose colours are used
 * @param {Float32Array} numbers
 * @param {number} row
 * @param {number} limit of the tint
 */
export function paintCells(canvas, root, numbers, row, limit) {
  canvas.width = Math.min(row, numbers.length);
  canvas.height = Math.ceil(numbers.length / row);
  const pen = penOf(canvas);
  const style = getComputedStyle(root);
  const [blue, red] = ["--st-primary-color", "--st-red-color"].map((name) => style.getPropertyValue(name).trim());
  numbers.forEach((number, i) => {
    pen.globalAlpha = Math.min(1, Math.abs(number) / limit);
    pen.fillStyle = number < 0 ? blue : red;
    pen.fillRect(i % row, Math.floor(i / row), 1, 1);
  });
}

/**
 * With about four digits.
 * @param {number} number
 */
export function fourDigits(number) {
  const size = Math.abs(number);
  return decimal(number, size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 5);
}
