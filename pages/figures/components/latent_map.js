// data (packed): {label, side, x: [side], y: [side], reads: [side²], kinds: [{name, colour, square}], kind_of: [n],
// marks: [{name, x, y}], faces, texts}, bodies: a sheet of side × side pictures (WebP), n points (x, y) as float32.

const MARGIN = 0.04; // of the map, around the outermost pictures

function buildLatentMap(root) {
  root.setAttribute("role", "group");
  const both = root.appendChild(element("div", "both"));
  const canvas = both.appendChild(element("canvas", "map"));
  const side = both.appendChild(element("figure", "here"));
  const picture = side.appendChild(element("canvas", "picture"));
  const place = side.appendChild(element("div", "place"));
  const read = side.appendChild(element("figcaption"));
  const keys = root.appendChild(element("div", "legend"));
  canvas.tabIndex = 0;
  for (const node of [canvas, picture]) node.setAttribute("role", "img");
  read.dir = "auto";
  const view = { sheet: null, at: null, moved: false };

  const move = (column, row) => {
    const last = view.data.side - 1;
    view.at = [Math.max(0, Math.min(last, column)), Math.max(0, Math.min(last, row))];
    showPlace(view, picture, place, read);
    paintMap(canvas, root, view);
  };
  const point = (event) => {
    if (!view.sheet) return;
    view.moved = true;
    const box = canvas.getBoundingClientRect();
    const [u, v] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    const cell = (share) => Math.round(((share - MARGIN) / (1 - 2 * MARGIN)) * (view.data.side - 1));
    move(cell(u), view.data.side - 1 - cell(v));
  };
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerdown", point);
  canvas.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!view.sheet) return;
    view.moved = true;
    const far = event.shiftKey ? 5 : 1;
    move(view.at[0] + far * by[0], view.at[1] + far * by[1]);
  });
  const resized = new ResizeObserver(() => view.data && paintMap(canvas, root, view));

  view.draw = async (data) => {
    view.data = data;
    view.points = new Float32Array(data.bodies[1].buffer);
    root.setAttribute("aria-label", data.label);
    canvas.setAttribute("aria-label", data.texts.map);
    kindLegend(keys, data);
    resized.observe(canvas);
    view.sheet = await createImageBitmap(new Blob([data.bodies[0]], { type: "image/webp" }));
    const middle = Math.floor(data.side / 2);
    // Until the visitor moves, the first mark is shown, which may come later than the map.
    if (!view.moved) view.at = data.marks.length ? nearest(data, data.marks[0]) : [middle, middle];
    move(...view.at);
  };
  view.close = () => resized.disconnect();
  return view;
}

/** The cell of the grid that lies nearest to a mark. */
function nearest(data, mark) {
  const closest = (values, v) => values.reduce((best, w, i) => (Math.abs(w - v) < Math.abs(values[best] - v) ? i : best), 0);
  return [closest(data.x, mark.x), closest(data.y, mark.y)];
}

function showPlace(view, picture, place, read) {
  const { data, sheet, at } = view;
  const size = sheet.width / data.side;
  picture.width = picture.height = size;
  // The sheet's first row is the largest second number.
  const top = (data.side - 1 - at[1]) * size;
  picture.getContext("2d").drawImage(sheet, at[0] * size, top, size, size, 0, 0, size, size);
  const number = (v) => v.toFixed(2).replace("-", "−");
  const values = { x: number(data.x[at[0]]), y: number(data.y[at[1]]), read: data.reads[at[1] * data.side + at[0]] };
  picture.setAttribute("aria-label", phrase(data.texts.picture, values));
  show(place, phrase(data.texts.here, values));
  show(read, values.read);
}

function paintMap(canvas, root, view) {
  const side = canvas.clientWidth;
  if (side === 0 || !view.at || !view.sheet) return;
  const { data, at } = view;
  const dots = devicePixelRatio || 1;
  if (canvas.width !== Math.round(side * dots)) canvas.width = canvas.height = Math.round(side * dots);
  const pen = canvas.getContext("2d");
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.clearRect(0, 0, side, side);
  const style = getComputedStyle(root);
  const inside = side * (1 - 2 * MARGIN);
  const place = (values, v) => (v - values[0]) / (values.at(-1) - values[0]);
  const X = (x) => side * MARGIN + place(data.x, x) * inside;
  const Y = (y) => side * (1 - MARGIN) - place(data.y, y) * inside;
  const cell = inside / (data.side - 1);
  if (data.faces) {
    const start = side * MARGIN - cell / 2;
    pen.drawImage(view.sheet, start, start, cell * data.side, cell * data.side);
  } else {
    paintPoints(pen, view, X, Y, style.getPropertyValue("--ink").trim());
  }
  pen.font = "600 13px sans-serif";
  pen.textAlign = "center";
  for (const mark of data.marks) cross(pen, X(mark.x), Y(mark.y), mark.name, style);
  pen.strokeStyle = style.getPropertyValue("--blue").trim();
  pen.lineWidth = 3;
  pen.strokeRect(X(data.x[at[0]]) - cell / 2, Y(data.y[at[1]]) - cell / 2, cell, cell);
}

function paintPoints(pen, view, X, Y, ink) {
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  view.data.kind_of.forEach((k, i) => {
    if (k < 0) return;
    const [x, y] = [X(view.points[2 * i]), Y(view.points[2 * i + 1])];
    pen.fillStyle = view.data.kinds[k].colour;
    pen.beginPath();
    view.data.kinds[k].square ? pen.rect(x - 3.5, y - 3.5, 7, 7) : pen.arc(x, y, 4, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  });
}

/** A named cross with a pale edge, so that it is seen on any ground. */
function cross(pen, x, y, name, style) {
  const lines = [[style.getPropertyValue("--paper").trim(), 6], [style.getPropertyValue("--ink").trim(), 2.5]];
  for (const [colour, width] of lines) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x - 7, y - 7), pen.lineTo(x + 7, y + 7), pen.moveTo(x - 7, y + 7), pen.lineTo(x + 7, y - 7);
    pen.stroke();
    if (width > 3) pen.strokeText(name, x, y - 11);
  }
  pen.fillStyle = lines[1][0];
  pen.fillText(name, x, y - 11);
}

function kindLegend(node, data) {
  node.hidden = data.faces;
  const make = () => {
    const item = element("span", "key");
    item.append(element("i", "dot"), element("span"));
    return item;
  };
  fill(node, data.kinds, make, (item, kind) => {
    item.firstChild.style.background = kind.colour;
    item.firstChild.classList.toggle("square", kind.square);
    show(item.lastChild, kind.name);
  });
}

export default function ({ data, parentElement }) {
  const view = instance(parentElement, buildLatentMap);
  view.draw(unpack(data));
  return () => view.close();
}
