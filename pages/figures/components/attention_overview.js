// The grid of all heads, coloured by what was measured of each (columns are layers, rows are heads).

/** @import { Data, View } from "./attention_view.js" */
import { element, fill, flash, hasFocus, keepInSight, onPick, penOf, phrase, roving, show } from "./shared.js";

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
  const grid = scroll.appendChild(element("div", "grid"));
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
  /** @type {Uint32Array} */
  let colours = new Uint32Array();
  let shown = ""; // the head that was brought into sight
  const pattern = element("canvas", "pattern");
  return {
    /**
     * The pattern of the head in a cell; null for what is no cell.
     * @param {HTMLElement} cell
     */
    pattern(cell) {
      if (!cell.classList.contains("cell")) return null;
      paintPattern(pattern, view.data, [Number(cell.dataset.layer), Number(cell.dataset.head)], colours);
      return pattern;
    },
    /** @type {(data: Data, newColours: Uint32Array) => void} */
    draw(data, newColours) {
      colours = newColours;
      const [layers] = data.grid;
      scroll.style.setProperty("--layers", `${layers}`);
      grid.setAttribute("aria-label", data.texts.all);
      const numbers = Array.from({ length: layers }, (_, i) => `${i}`);
      fill(columns, [data.texts.layers, ...numbers], () => ({ node: element("span") }), ({ node }, text) => {
        show(node, text);
      });
      drawCells(grid, data);
      /** @type {HTMLElement | null} */
      const chosen = grid.querySelector('[aria-selected="true"]');
      settle(hasFocus(grid) ? null : chosen);
      if (chosen && shown !== String(data.chosen)) {
        shown = String(data.chosen);
        const { left, width } = chosen.getBoundingClientRect();
        const start = left - scroll.getBoundingClientRect().left + scroll.scrollLeft;
        keepInSight(scroll, "Left", start - 2 * width, 5 * width); // with the layers beside it on both sides
      }
    },
  };
}

/** @type {(grid: HTMLElement, data: Data) => void} */
function drawCells(grid, { grid: [layers, heads], kinds, ablated, chosen, texts }) {
  const kindOf = new Map(kinds.map(([layer, head, look, share, text]) => [`${layer},${head}`, { look, share, text }]));
  const off = new Set(ablated.map(String));
  fill(grid, Array.from({ length: heads }), makeLine, (line, _, head) => {
    line.node.dataset.head = `${head}`;
    fill(line.node, Array.from({ length: layers }), makeCell, ({ node }, _, layer) => {
      const pair = `${layer},${head}`;
      const kind = kindOf.get(pair);
      const words = [phrase(texts.head, { layer, head }), kind?.text, off.has(pair) && texts.off];
      const label = words.filter(Boolean).join(" · ");
      Object.assign(node.dataset, { layer, head, tip: label });
      node.setAttribute("aria-label", label);
      node.setAttribute("aria-selected", String(pair === String(chosen)));
      node.className = ["cell", kind?.look ?? "other", off.has(pair) && "off"].filter(Boolean).join(" ");
      node.style.setProperty("--share", `${kind?.share ?? 0}`);
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
  return { node };
}

/**
 * Canvas pixels are thumbnail pixels; CSS enlarges them.
 * @param {HTMLCanvasElement} canvas
 * @param {Data} data
 * @param {[layer: number, head: number]} place
 * @param {Uint32Array} colours
 */
function paintPattern(canvas, { grid: [, heads, size], bodies: [shares] }, [layer, head], colours) {
  canvas.width = canvas.height = size;
  const pen = penOf(canvas);
  const picture = pen.createImageData(size, size);
  const start = (layer * heads + head) * size * size;
  const pixels = new Uint32Array(picture.data.buffer);
  pixels.set(Array.from(shares.subarray(start, start + size * size), (share) => colours[share]));
  pen.putImageData(picture, 0, 0);
}
