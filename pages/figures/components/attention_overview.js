// The grid of all heads: one canvas of thumbnails under a grid of cells (columns are layers, rows are heads).

/** Colours from the page's background (0) to blue (255), by the square root, so that small shares show. */
function shareColours(root) {
  const style = getComputedStyle(root);
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const [paper, blue] = ["--paper", "--blue"].map((name) => {
    brush.fillStyle = style.getPropertyValue(name);
    brush.fillRect(0, 0, 1, 1);
    return brush.getImageData(0, 0, 1, 1).data;
  });
  const colours = new Uint8ClampedArray(4 * 256).fill(255);
  for (let i = 0; i < 256; i++)
    for (let c = 0; c < 3; c++) colours[4 * i + c] = paper[c] + Math.sqrt(i / 255) * (blue[c] - paper[c]);
  return new Uint32Array(colours.buffer); // one number a pixel, as a picture's memory holds it
}

function buildOverview(parent, view) {
  const scroll = parent.appendChild(element("div", "overview"));
  const columns = scroll.appendChild(element("div", "columns"));
  const body = scroll.appendChild(element("div", "body"));
  const canvas = body.appendChild(element("canvas"));
  canvas.setAttribute("aria-hidden", "true");
  columns.setAttribute("aria-hidden", "true");
  const grid = body.appendChild(element("div", "grid"));
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-describedby", "hint");
  const settle = roving(grid, ".cell", (pressed, cells, at) => {
    const [layers] = view.data.grid;
    const column = at % layers;
    if (pressed === "ArrowRight") return column < layers - 1 ? at + 1 : at;
    if (pressed === "ArrowLeft") return column > 0 ? at - 1 : at;
    if (pressed === "ArrowDown") return at + layers < cells.length ? at + layers : at;
    if (pressed === "ArrowUp") return at >= layers ? at - layers : at;
    if (pressed === "Home") return at - column;
    if (pressed === "End") return at - column + layers - 1;
  });
  onPick(grid, ".cell", (cell) => {
    flash(cell);
    view.pick([Number(cell.dataset.layer), Number(cell.dataset.head)]);
  });
  return { draw: (data, colours) => drawOverview({ columns, canvas, grid, settle }, data, colours) };
}

function drawOverview({ columns, canvas, grid, settle }, data, colours) {
  const [layers, heads, size] = data.grid;
  grid.parentElement.parentElement.style.setProperty("--layers", layers);
  grid.setAttribute("aria-label", data.texts.all);
  const numbers = Array.from({ length: layers }, (_, i) => i);
  fill(columns, [data.texts.layers, ...numbers], () => element("span"), (node, text) => show(node, `${text}`));
  paintThumbnails(canvas, data.bodies[0], layers, heads, size, colours);

  const kinds = new Map(data.kinds.map(([layer, head, letter, text]) => [`${layer},${head}`, { letter, text }]));
  const off = new Set(data.ablated.map(String));
  const chosen = String(data.chosen);
  const makeRow = () => {
    const row = element("div", "line");
    row.setAttribute("role", "row");
    return row;
  };
  const makeCell = () => {
    const cell = element("div", "cell");
    cell.setAttribute("role", "gridcell");
    cell.append(element("b"));
    cell.tabIndex = -1;
    return cell;
  };
  fill(grid, Array.from({ length: heads }), makeRow, (row, _, head) => {
    row.dataset.head = `${head}`;
    fill(row, numbers, makeCell, (cell, layer) => {
      const place = `${layer},${head}`;
      const kind = kinds.get(place);
      const said = [phrase(data.texts.head, { layer, head }), kind?.text, off.has(place) && data.texts.off];
      cell.dataset.layer = layer;
      cell.dataset.head = head;
      cell.dataset.tip = said.filter(Boolean).join(" · ");
      cell.setAttribute("aria-label", cell.dataset.tip);
      cell.setAttribute("aria-selected", String(place === chosen));
      cell.classList.toggle("off", off.has(place));
      show(cell.firstChild, kind?.letter ?? "");
    });
  });
  const current = grid.querySelector('[aria-selected="true"]');
  settle(grid.contains(grid.getRootNode().activeElement) ? undefined : current);
}

/** Canvas pixels are thumbnail pixels; CSS makes them as large as the cells. */
function paintThumbnails(canvas, shares, layers, heads, size, colours) {
  canvas.width = layers * size;
  canvas.height = heads * size;
  const brush = canvas.getContext("2d");
  const picture = brush.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(picture.data.buffer);
  let at = 0;
  for (let layer = 0; layer < layers; layer++)
    for (let head = 0; head < heads; head++)
      for (let y = 0; y < size; y++) {
        const start = (head * size + y) * canvas.width + layer * size;
        for (let x = 0; x < size; x++, at++) pixels[start + x] = colours[shares[at]];
      }
  brush.putImageData(picture, 0, 0);
}
