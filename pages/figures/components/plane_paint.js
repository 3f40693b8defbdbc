// Draws the layers of a plane on its canvas. Used by plane.js.

function paintPlane(canvas, root, view) {
  const side = canvas.clientWidth;
  if (side === 0) return;
  const dots = devicePixelRatio || 1;
  if (canvas.width !== Math.round(side * dots)) canvas.width = canvas.height = Math.round(side * dots);
  const pen = canvas.getContext("2d");
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.clearRect(0, 0, side, side);
  const reach = view.data.reach;
  const scale = side / (2 * reach);
  const X = (x) => (x + reach) * scale;
  const Y = (y) => (reach - y) * scale;
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const to = { pen, side, scale, X, Y, colour, at: view.at, reach };
  for (const layer of view.layers) if (layer.kind === "surface") PAINT.surface(layer, to);
  paintGrid(to);
  for (const layer of view.layers) if (layer.kind !== "surface") PAINT[layer.kind](layer, to);
  pen.fillStyle = colour("ink");
  for (const [x, y] of view.drawn) disc(pen, X(x), Y(y), 3).fill();
}

function paintGrid({ pen, side, X, Y, colour, reach }) {
  pen.strokeStyle = pen.fillStyle = colour("soft");
  pen.font = "12px sans-serif";
  pen.lineWidth = 1;
  for (let i = -Math.floor(reach); i <= reach; i++) {
    pen.globalAlpha = i === 0 ? 0.5 : 0.2;
    pen.beginPath();
    pen.moveTo(X(i), 0), pen.lineTo(X(i), side), pen.moveTo(0, Y(i)), pen.lineTo(side, Y(i));
    pen.stroke();
    pen.globalAlpha = 1;
    const text = String(i).replace("-", "−");
    pen.fillText(text, X(i) + 3, side - 4);
    if (i !== 0) pen.fillText(text, 3, Y(i) - 3);
  }
}

function disc(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  return pen;
}

/** The numbers of one array of a layer in the frame shown. */
function frameOf(layer, i, at) {
  const size = layer.size[i];
  return layer.arrays[i].length === size ? layer.arrays[i] : layer.arrays[i].subarray(at * size, (at + 1) * size);
}

const PAINT = {
  points(layer, { pen, X, Y, colour, at }) {
    const xy = frameOf(layer, 0, at);
    pen.fillStyle = pen.strokeStyle = colour(layer.colour);
    pen.lineWidth = 1.25;
    pen.globalAlpha = layer.hollow ? 0.7 : 0.85;
    for (let i = 0; i < xy.length; i += 2) {
      const dot = disc(pen, X(xy[i]), Y(xy[i + 1]), layer.hollow ? 2.5 : 3);
      layer.hollow ? dot.stroke() : dot.fill();
    }
    pen.globalAlpha = 1;
  },
  paths(layer, { pen, X, Y, colour, at }) {
    pen.strokeStyle = colour(layer.colour);
    pen.lineWidth = 1;
    pen.globalAlpha = 0.35;
    const size = layer.size[0];
    pen.beginPath();
    for (let i = 0; i < size; i += 2) {
      for (let f = 0; f <= at; f++) {
        const [x, y] = [X(layer.arrays[0][f * size + i]), Y(layer.arrays[0][f * size + i + 1])];
        f === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y);
      }
    }
    pen.stroke();
    pen.globalAlpha = 1;
  },
  mesh(layer, { pen, X, Y, colour, at }) {
    const xy = frameOf(layer, 0, at);
    const { rows, columns } = layer;
    pen.strokeStyle = colour(layer.colour);
    pen.lineWidth = 1;
    pen.globalAlpha = 0.6;
    pen.beginPath();
    const line = (count, place) => {
      for (let i = 0; i < count; i++) {
        const [x, y] = [X(xy[2 * place(i)]), Y(xy[2 * place(i) + 1])];
        i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y);
      }
    };
    for (let row = 0; row < rows; row++) line(columns, (i) => row * columns + i);
    for (let column = 0; column < columns; column++) line(rows, (i) => i * columns + column);
    pen.stroke();
    pen.globalAlpha = 1;
  },
  arrows(layer, { pen, scale, X, Y, colour, at }) {
    const [from, moves] = [frameOf(layer, 0, at), frameOf(layer, 1, at)];
    pen.strokeStyle = colour(layer.colour);
    pen.lineWidth = 1.25;
    pen.globalAlpha = 0.8;
    pen.beginPath();
    for (let i = 0; i < from.length; i += 2) {
      const [x, y, dx, dy] = [X(from[i]), Y(from[i + 1]), moves[i] * scale, -moves[i + 1] * scale];
      pen.moveTo(x, y), pen.lineTo(x + dx, y + dy);
      const [length, angle] = [Math.hypot(dx, dy), Math.atan2(dy, dx)];
      const tip = Math.min(5, length / 2);
      for (const turn of [2.6, -2.6]) {
        pen.moveTo(x + dx, y + dy);
        pen.lineTo(x + dx + tip * Math.cos(angle + turn), y + dy + tip * Math.sin(angle + turn));
      }
    }
    pen.stroke();
    pen.globalAlpha = 1;
  },
  surface(layer, { pen, scale, X, Y, colour, at, reach }) {
    const shares = frameOf(layer, 0, at);
    const picture = new OffscreenCanvas(layer.columns, layer.rows);
    const pixels = new ImageData(layer.columns, layer.rows);
    const ends = layer.signed ? ["minus", "zero", "plus"] : ["paper", layer.colour];
    const stops = ends.map((name) => rgb(colour(name)));
    shares.forEach((share, i) => {
      // Rows rise from the bottom; a picture's fall from the top.
      const [row, column] = [layer.rows - 1 - Math.floor(i / layer.columns), i % layer.columns];
      const place = (share / 255) * (stops.length - 1);
      const left = Math.min(stops.length - 2, Math.floor(place));
      const mixed = [0, 1, 2].map((c) => stops[left][c] + (stops[left + 1][c] - stops[left][c]) * (place - left));
      pixels.data.set([...mixed, 150], 4 * (row * layer.columns + column));
    });
    picture.getContext("2d").putImageData(pixels, 0, 0);
    const half = layer.reach ?? reach;
    pen.drawImage(picture, X(-half), Y(half), 2 * half * scale, 2 * half * scale);
  },
};

/** Any CSS colour as [red, green, blue]. */
function rgb(css) {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  pen.fillStyle = css;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
}
