// The grid of all heads: one canvas of thumbnails under a grid of cells (columns are layers, rows are heads).

/** @import { Data, View } from "./attention_view.js" */
import { element, fill, flash, hasFocus, onPick, penOf, phrase, roving, show } from "./shared.js";

/**
 * Colours from the page's background (0) to blue (255), by the square root, so that small shares show.
 * @param {HTMLElement} root
 */
export function shareColours(root) {
  const style = getComputedStyle(root);
  const pen = penOf(element("canvas"), { willReadFrequently: true });
  const [paper, blue] = ["--paper", "--blue"].map((name) => {
    pen.fillStyle = style.getPropertyValue(name);
    pen.fillRect(0, 0, 1, 1);
    return pen.getImageData(0, 0, 1, 1).data;
  });
  const colours = new Uint8ClampedArray(4 * 256).fill(255);
  for (let i = 0; i < 256; i++) {
    for (let c = 0; c < 3; c++) colours[4 * i + c] = paper[c] + Math.sqrt(i / 255) * (blue[c] - paper[c]);
  }
  return new Uint32Array(colours.buffer); // one number a pixel, as a picture's memory holds it
}

/**
 * @param {HTMLElement} parent
 * @param {View} view
 */
export function buildOverview(parent, view) {
  const scroll = parent.appendChild(element("div", "overview"));
  const columns = scroll.appendChild(element("div", "columns"));
  columns.setAttribute("aria-hidden", "true");
  const body = scroll.appendChild(element("div", "body"));
  const canvas = body.appendChild(element("canvas"));
  canvas.setAttribute("aria-hidden", "true");
  const grid = body.appendChild(element("div", "grid"));
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-describedby", "hint");
  const settle = roving(grid, ".cell", (pressed, cells, index) => {
    const [layers] = view.data.grid;
    const column = index % layers;
    if (pressed === "ArrowRight") return column < layers - 1 ? index + 1 : index;
    if (pressed === "ArrowLeft") return column > 0 ? index - 1 : index;
    if (pressed === "ArrowDown") return index + layers < cells.length ? index + layers : index;
    if (pressed === "ArrowUp") return index >= layers ? index - layers : index;
    if (pressed === "Home") return index - column;
    if (pressed === "End") return index - column + layers - 1;
  });
  onPick(grid, ".cell", (cell) => {
    flash(cell);
    view.pick([Number(cell.dataset.layer), Number(cell.dataset.head)]);
  });
  return {
    /** @type {(data: Data, colours: Uint32Array) => void} */
    draw(data, colours) {
      const [layers] = data.grid;
      scroll.style.setProperty("--layers", `${layers}`);
      grid.setAttribute("aria-label", data.texts.all);
      const numbers = Array.from({ length: layers }, (_, i) => `${i}`);
      fill(columns, [data.texts.layers, ...numbers], () => ({ node: element("span") }), ({ node }, text) => {
        show(node, text);
      });
      paintThumbnails(canvas, data, colours);
      drawCells(grid, data);
      settle(hasFocus(grid) ? null : grid.querySelector('[aria-selected="true"]'));
    },
  };
}

/** @type {(grid: HTMLElement, data: Data) => void} */
function drawCells(grid, { grid: [layers, heads], kinds, ablated, chosen, texts }) {
  const kindOf = new Map(kinds.map(([layer, head, letter, text]) => [`${layer},${head}`, { letter, text }]));
  const off = new Set(ablated.map(String));
  fill(grid, Array.from({ length: heads }), makeLine, (line, _, head) => {
    line.node.dataset.head = `${head}`;
    fill(line.node, Array.from({ length: layers }), makeCell, ({ node, letter }, _, layer) => {
      const pair = `${layer},${head}`;
      const kind = kindOf.get(pair);
      const words = [phrase(texts.head, { layer, head }), kind?.text, off.has(pair) && texts.off];
      const label = words.filter(Boolean).join(" · ");
      Object.assign(node.dataset, { layer, head, tip: label });
      node.setAttribute("aria-label", label);
      node.setAttribute("aria-selected", String(pair === String(chosen)));
      node.classList.toggle("off", off.has(pair));
      show(letter, kind?.letter ?? "");
    });
  });
}

function makeLine() {
  const node = element("div", "line");
  node.setAttribute("role", "row");
  return { node };
}

function makeCell() {
  const node = element("div", "cell");
  node.setAttribute("role", "gridcell");
  node.tabIndex = -1;
  return { node, letter: node.appendChild(element("b")) };
}

/**
 * Canvas pixels are thumbnail pixels; CSS makes them as large as the cells.
 * @param {HTMLCanvasElement} canvas
 * @param {Data} data
 * @param {Uint32Array} colours
 */
function paintThumbnails(canvas, { grid: [layers, heads, size], bodies: [shares] }, colours) {
  canvas.width = layers * size;
  canvas.height = heads * size;
  const pen = penOf(canvas);
  const picture = pen.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(picture.data.buffer);
  let i = 0;
  for (let layer = 0; layer < layers; layer++) {
    for (let head = 0; head < heads; head++) {
      for (let y = 0; y < size; y++) {
        const start = (head * size + y) * canvas.width + layer * size;
        for (let x = 0; x < size; x++, i++) pixels[start + x] = colours[shares[i]];
      }
    }
  }
  pen.putImageData(picture, 0, 0);
}
