// Vectors as fields of tinted cells; pointer and arrow keys read their numbers.

/** @import { Bytes, Props } from "./shared.js" */
import { byKey, element, fill, instance, isShortcut, phrase, show, unpack } from "./shared.js";
import { floats, fourDigits, paintCells } from "./tinted.js";

/**
 * `row`: numbers side by side; `rows`: names of the rows, or none; `marked`: the index of one of them; `limit`: the
 * number from which on the tint is full.
 * @typedef {{ name: string, shape: string, row: number, rows: string[], marked: number | null, limit: number }} Vector
 */

/**
 * `bodies`: of each vector its numbers, float32.
 * @typedef {object} Data
 * @property {string} label
 * @property {Vector[]} vectors
 * @property {Record<"legend" | "reading" | "keys", string>} texts
 * @property {Bytes[]} bodies
 */

/** @param {HTMLElement} root */
function buildVectors(root) {
  root.setAttribute("role", "group");
  const hint = root.appendChild(element("div", "hint"));
  const list = root.appendChild(element("div", "vectors"));
  const key = root.appendChild(element("div", "note"));
  return {
    /** @type {(data: Data) => void} */
    draw(data) {
      root.setAttribute("aria-label", data.label);
      show(hint, data.texts.keys);
      show(key, data.texts.legend);
      fill(
        list,
        data.vectors,
        makeVector,
        (parts, vector, i) => parts.update(root, data, vector, floats(data.bodies[i])),
      );
    },
  };
}

function makeVector() {
  const node = element("div", "vector");
  const head = node.appendChild(element("div", "head"));
  const name = head.appendChild(element("span", "name"));
  const shape = head.appendChild(element("span", "shape"));
  const value = head.appendChild(element("span", "shape"));
  const field = node.appendChild(element("div", "field"));
  const rows = field.appendChild(element("div", "rows"));
  const cells = field.appendChild(element("div", "cells"));
  const canvas = cells.appendChild(element("canvas"));
  const mark = cells.appendChild(element("div", "mark"));
  const cursor = cells.appendChild(element("div", "cursor"));
  const state = { at: 0, row: 1, numbers: new Float32Array(), reading: "", limit: "" };
  cells.tabIndex = 0;
  cells.setAttribute("role", "slider");
  cells.setAttribute("aria-valuemin", "1");
  canvas.setAttribute("aria-hidden", "true");
  cursor.hidden = true;

  /** @param {number} at */
  const read = (at) => {
    const n = state.numbers.length;
    state.at = Math.max(0, Math.min(n - 1, at));
    const words = phrase(state.reading, { i: state.at + 1, n, value: fourDigits(state.numbers[state.at]) });
    cells.setAttribute("aria-valuenow", `${state.at + 1}`);
    cells.setAttribute("aria-valuetext", words);
    const width = 100 / canvas.width;
    const height = 100 / canvas.height;
    cursor.style.cssText =
      `left:${width * (state.at % state.row)}%;top:${height * Math.floor(state.at / state.row)}%;` +
      `width:${width}%;height:${height}%`;
    return words;
  };
  /** @param {number} at */
  const point = (at) => {
    const words = read(at);
    cursor.hidden = false;
    show(value, words);
  };
  const leave = () => {
    cursor.hidden = true;
    show(value, state.limit);
  };
  cells.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / box.width * canvas.width);
    const line = Math.floor((event.clientY - box.top) / box.height * canvas.height);
    point(Math.max(0, line) * state.row + Math.max(0, Math.min(canvas.width - 1, column)));
  });
  cells.addEventListener("pointerleave", leave);
  cells.addEventListener("focus", () => point(state.at));
  cells.addEventListener("blur", leave);
  cells.addEventListener("keydown", (event) => {
    const { at, row } = state;
    const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - row, ArrowDown: at + row };
    const next = byKey(event.key, { ...steps, Home: 0, End: state.numbers.length - 1 });
    if (next === undefined || isShortcut(event)) return;
    event.preventDefault();
    point(next);
  });

  return {
    node,
    /** @type {(root: HTMLElement, data: Data, vector: Vector, numbers: Float32Array) => void} */
    update(root, data, vector, numbers) {
      show(name, vector.name);
      show(shape, vector.shape);
      cells.setAttribute("aria-label", `${vector.name}, ${vector.shape}`);
      cells.setAttribute("aria-valuemax", `${numbers.length}`);
      Object.assign(state, { row: vector.row, numbers, reading: data.texts.reading });
      state.limit = `±\u202f${fourDigits(vector.limit)}`;
      rows.hidden = vector.rows.length === 0;
      fill(rows, vector.rows, makeRow, ({ node }, text, i) => {
        show(node, text);
        node.classList.toggle("marked", i === vector.marked);
      });
      paintCells(canvas, root, numbers, vector.row, vector.limit);
      cells.style.setProperty("--lines", `${canvas.height}`);
      cells.style.setProperty("--share", `${canvas.width / vector.row}`);
      mark.hidden = vector.marked === null;
      const height = 100 / canvas.height;
      mark.style.cssText = `top:${height * (vector.marked ?? 0)}%;height:${height}%`;
      read(state.at);
      if (cursor.hidden) show(value, state.limit);
    },
  };
}

function makeRow() {
  return { node: element("span") };
}

/** @param {Props<Bytes>} component */
export default function ({ data, parentElement }) {
  const view = instance(parentElement, buildVectors);
  view.draw(unpack(data));
}
