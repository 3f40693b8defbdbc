// Points in the plane and what moves them, frame by frame; it can be drawn on, stroke by stroke and point by point until
// the visitor is done. Then it tells Python "drawn": [x, y, …] in hundredths.

/** @import { Bytes, Props, Send } from "./shared.js" */
/** @import { FilmData, PlayerText } from "./player.js" */
/** @import { DrawnLayer, Layer, View } from "./plane_paint.js" */
import { element, instance, legend, newButton, show, STILL, tips, unpack } from "./shared.js";
import { buildExchange, buildPlayer, stepByKey } from "./player.js";
import { paintPlane } from "./plane_paint.js";

const APART = 0.04; // between points drawn in one stroke, as a share of the reach

/**
 * n frames. `bodies`: the layers' arrays, in order. `reach`: of the axes, to both sides of 0; `most`: points that may be
 * drawn. If `tells`, Python hears of the frame at rest; if `draws`, of drawn points.
 * @typedef {FilmData & {
 *   label: string,
 *   layers: Layer[],
 *   values: string[],
 *   captions: string[],
 *   reach: number,
 *   at: number,
 *   tells: boolean,
 *   draws: boolean,
 *   most: number,
 *   texts: Record<PlayerText | "draw" | "done" | "clear", string>,
 *   bodies: Bytes[],
 * }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildPlane(root, data, send) {
  root.setAttribute("role", "group");
  const canvas = root.appendChild(element("canvas"));
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  const key = buildKey(root);
  const tools = root.appendChild(element("div", "tools"));
  const [pen, clear] = ["pen", "clear"].map((name) => tools.appendChild(newButton(name)));
  const value = root.appendChild(element("div", "value"));
  const exchange = buildExchange(send);
  /** @type {View & { data: Data, drawing: boolean }} */
  const view = { data, layers: [], frame: 0, drawing: false, drawn: [] };

  const paint = () => paintPlane(canvas, root, view);
  const player = buildPlayer(
    root,
    data,
    (frame) => {
      view.frame = frame;
      canvas.setAttribute("aria-label", view.data.captions[frame]);
      show(value, view.data.values[frame]);
      paint();
    },
    (frame) => view.data.tells && exchange.rested(frame),
  );
  stepByKey(canvas, root);
  drawByHand(canvas, view, paint);
  const drawTools = () => {
    const { texts } = view.data;
    show(pen, view.drawing ? texts.done : texts.draw);
    pen.setAttribute("aria-pressed", String(view.drawing));
    show(clear, texts.clear);
    canvas.classList.toggle("drawing", view.drawing);
  };
  pen.onclick = () => {
    view.drawing = !view.drawing;
    if (view.drawing) {
      view.drawn = [];
      player.stop();
    } else if (view.drawn.length) {
      exchange.send("drawn", view.drawn.flat().map((v) => Math.round(100 * v)));
    }
    drawTools();
    paint();
  };
  clear.onclick = () => {
    view.drawing = false;
    view.drawn = [];
    drawTools();
    exchange.send("drawn", []);
  };
  tips(root);
  const resized = new ResizeObserver(paint);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      exchange.send = send;
      view.data = data;
      view.layers = withArrays(data);
      if (!view.drawing) view.drawn = [];
      root.setAttribute("aria-label", data.label);
      tools.hidden = !data.draws;
      drawTools();
      key.draw(data.layers);
      resized.observe(canvas);
      const start = data.autoplay && STILL.matches && data.at === 0 ? data.values.length - 1 : data.at;
      player.load(data, data.values.length, exchange.asks(data.at) ? start : undefined);
    },
    close() {
      player.stop();
      exchange.close();
      resized.disconnect();
    },
  };
}

/**
 * Each layer with its own arrays, and how many numbers of each array belong to one frame.
 * @param {Data} data
 * @returns {DrawnLayer[]}
 */
function withArrays({ layers, values, bodies }) {
  let start = 0;
  return layers.map((layer) => {
    const own = bodies.slice(start, start += layer.bodies);
    const arrays = own.map((body) => (layer.kind === "surface" ? body : new Float32Array(body.buffer)));
    const frame = layer.kind === "surface" ? layer.rows * layer.columns : 2 * layer.n;
    // An array of one frame stands still.
    const size = arrays.map(({ length }) => (length === frame ? length : length / values.length));
    return { ...layer, arrays, size };
  });
}

/**
 * The legend: a mark for each layer, and for each surface its scale, which is its two ends in words and the colours
 * between them.
 * @param {HTMLElement} root
 */
function buildKey(root) {
  const node = root.appendChild(element("div", "legend"));
  /** @type {HTMLElement[]} */
  let scales = [];
  return {
    /** @param {Layer[]} layers */
    draw(layers) {
      for (const scale of scales) scale.remove();
      const others = layers.filter((layer) => layer.kind !== "surface");
      legend(node, others.map((layer) => ({ look: look(layer), text: layer.name })));
      scales = layers.filter((layer) => layer.kind === "surface").map(newScale);
      node.append(...scales);
      node.hidden = layers.length === 0;
    },
  };
}

/** @param {Layer} layer */
function look(layer) {
  const hollow = layer.kind === "points" && layer.hollow;
  return `mark ${layer.kind} ${layer.colour}${hollow ? " hollow" : ""}`;
}

/** @param {Extract<Layer, { kind: "surface" }>} surface */
function newScale({ name, low_name, high_name, signed, colour }) {
  const item = element("span", "key");
  const ramp = element("i", `ramp ${signed ? "signed" : colour}`);
  item.append(element("span", "", `${name}: ${low_name}`), ramp, element("span", "", high_name));
  return item;
}

/**
 * While `view.drawing`, strokes of the pointer become points.
 * @param {HTMLCanvasElement} canvas
 * @param {{ data: Data, drawing: boolean, drawn: [number, number][] }} view
 * @param {() => void} paint
 */
function drawByHand(canvas, view, paint) {
  /** @param {PointerEvent} event */
  const add = (event) => {
    const { reach, most } = view.data;
    const box = canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 2 * reach - reach;
    const y = reach - ((event.clientY - box.top) / box.height) * 2 * reach;
    const last = view.drawn.at(-1);
    const near = last && Math.hypot(last[0] - x, last[1] - y) < APART * reach;
    if (near || Math.max(Math.abs(x), Math.abs(y)) > reach || view.drawn.length >= most) return;
    view.drawn.push([x, y]);
    paint();
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!view.drawing) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    add(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (view.drawing && canvas.hasPointerCapture(event.pointerId)) add(event);
  });
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Data} */
  const plane = unpack(data);
  const view = instance(parentElement, (root) => buildPlane(root, plane, setTriggerValue));
  view.draw(plane, setTriggerValue);
  return () => view.close();
}
