// Clouds of points in space, turned by pointer or by the arrow keys, and played frame by frame.

/** @import { Bytes, Props, Send } from "./shared.js" */
/** @import { FilmData, PlayerText } from "./player.js" */
import { byKey, element, instance, isShortcut, legend, penOf, show, STILL, unpack } from "./shared.js";
import { buildExchange, buildPlayer } from "./player.js";

const REACH = 1.45; // of the picture to each side of its middle
const START = { yaw: 3.74, pitch: 0.35 }; // radians: from the front, the side and a little above
const BY_KEY = 0.15; // radians
const STEEPEST = 1.4; // radians up or down
const SHADES = 24; // of the scale of heights

/** @typedef {{ kind: "cloud" | "lines", name: string, colour: string, n: number }} Layer */
/** @typedef {Layer & { points: Int16Array }} DrawnLayer */

/**
 * `bodies`: the layers' points, in order; `scale`: steps to 1. If `tells`, Python hears of the frame at rest.
 * @typedef {FilmData & {
 *   label: string,
 *   layers: Layer[],
 *   values: string[],
 *   captions: string[],
 *   scale: number,
 *   at: number,
 *   tells: boolean,
 *   texts: Record<PlayerText | "turn" | "low" | "high", string>,
 *   bodies: Bytes[],
 * }} Data
 */

/** @typedef {{ data: Data, layers: DrawnLayer[], frame: number, yaw: number, pitch: number }} View */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildCloud(root, data, send) {
  root.setAttribute("role", "group");
  const canvas = root.appendChild(element("canvas"));
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  const key = root.appendChild(element("div", "legend"));
  const scale = root.appendChild(element("div", "scale"));
  const [low, , high] = ["span", "i", "span"].map((tag) =>
    scale.appendChild(element(/** @type {"span" | "i"} */ (tag)))
  );
  const hint = root.appendChild(element("div", "turn"));
  const value = root.appendChild(element("div", "value"));
  const exchange = buildExchange(send);
  /** @type {View} */
  const view = { data, layers: [], frame: 0, ...START };

  const paint = () => paintCloud(canvas, root, view);
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
  const bar = /** @type {HTMLElement} */ (root.querySelector(".player"));
  turnByPointer(canvas, view, paint);
  turnByKey(canvas, root, view, paint);
  const resized = new ResizeObserver(paint);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      exchange.send = send;
      view.data = data;
      view.layers = data.layers.map((layer, i) => ({ ...layer, points: new Int16Array(data.bodies[i].buffer) }));
      root.setAttribute("aria-label", data.label);
      const named = data.layers.filter(({ colour }) => colour !== "height");
      legend(key, named.map(({ kind, colour, name }) => ({ look: `mark ${kind} ${colour}`, text: name })));
      const graded = data.layers.find(({ colour }) => colour === "height");
      scale.hidden = !graded;
      if (graded) show(low, `${graded.name}: ${data.texts.low}`);
      show(high, data.texts.high);
      show(hint, data.texts.turn);
      bar.hidden = data.values.length < 2;
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
 * @param {HTMLCanvasElement} canvas
 * @param {View} view
 * @param {() => void} paint
 */
function turnByPointer(canvas, view, paint) {
  canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const radians = Math.PI / canvas.clientWidth;
    turn(view, event.movementX * radians, event.movementY * radians);
    paint();
  });
}

/**
 * The arrow keys turn the cloud; space and Enter play its film.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} root
 * @param {View} view
 * @param {() => void} paint
 */
function turnByKey(canvas, root, view, paint) {
  const turns = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", (event) => {
    if (isShortcut(event)) return;
    const way = byKey(event.key, turns);
    /** @type {HTMLButtonElement | null} */
    const play = event.key === " " || event.key === "Enter" ? root.querySelector(".play") : null;
    if (!way && !play) return;
    event.preventDefault();
    play?.click();
    if (!way) return;
    turn(view, way[0] * BY_KEY, way[1] * BY_KEY);
    paint();
  });
}

/** @type {(view: View, yaw: number, pitch: number) => void} */
function turn(view, yaw, pitch) {
  view.yaw += yaw;
  view.pitch = Math.max(-STEEPEST, Math.min(STEEPEST, view.pitch + pitch));
}

/** @type {(canvas: HTMLCanvasElement, root: HTMLElement, view: View) => void} */
function paintCloud(canvas, root, view) {
  const side = canvas.clientWidth;
  if (side === 0) return;
  const dots = devicePixelRatio || 1;
  if (canvas.width !== Math.round(side * dots)) canvas.width = canvas.height = Math.round(side * dots);
  const pen = penOf(canvas);
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.clearRect(0, 0, side, side);
  const style = getComputedStyle(root);
  const scale = side / (2 * REACH);
  canvas.dataset.yaw = view.yaw.toFixed(2);
  canvas.dataset.pitch = view.pitch.toFixed(2);
  for (const layer of view.layers) {
    const seen = project(layer, view);
    if (layer.kind === "lines") paintLines(pen, seen, side, scale, style.getPropertyValue(`--${layer.colour}`).trim());
    else paintPoints(pen, seen, side, scale, coloursOf(layer, style));
  }
}

/**
 * The points of a layer in its frame, as seen: four numbers each, x and y, how near (−1 to 1) and how high (0 to 1).
 * @param {DrawnLayer} layer
 * @param {View} view
 */
function project(layer, { data, frame, yaw, pitch }) {
  const first = layer.points.length > 3 * layer.n ? 3 * layer.n * frame : 0;
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  const seen = new Float32Array(4 * layer.n);
  for (let i = 0; i < layer.n; i++) {
    const [x, y, z] = [0, 1, 2].map((axis) => layer.points[first + 3 * i + axis] / data.scale);
    const across = cy * x + sy * z;
    const away = cy * z - sy * x;
    seen.set([across, cp * y - sp * away, (sp * y + cp * away) / 1.75, (y + 1) / 2], 4 * i);
  }
  return seen;
}

/**
 * @param {DrawnLayer} layer
 * @param {CSSStyleDeclaration} style
 */
function coloursOf(layer, style) {
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  if (layer.colour !== "height") return [colour(layer.colour)];
  const [low, high] = [colour("low"), colour("high")];
  return Array.from(
    { length: SHADES },
    (_, i) => `color-mix(in oklab, ${high} ${Math.round((100 * i) / (SHADES - 1))}%, ${low})`,
  );
}

/** @type {(pen: CanvasRenderingContext2D, seen: Float32Array, side: number, scale: number, colours: string[]) => void} */
function paintPoints(pen, seen, side, scale, colours) {
  const count = seen.length / 4;
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => seen[4 * a + 2] - seen[4 * b + 2]);
  const size = Math.max(1.2, (side / 130) * Math.sqrt(700 / Math.max(700, count)));
  for (const i of order) {
    const [x, y, near, high] = seen.subarray(4 * i, 4 * i + 4);
    const shade = Math.round(Math.max(0, Math.min(1, high)) * (colours.length - 1));
    pen.fillStyle = colours[shade];
    pen.globalAlpha = Math.max(0.35, Math.min(1, 0.7 + 0.35 * near));
    const own = size * Math.max(0.5, 1 + 0.25 * near);
    pen.fillRect(side / 2 + x * scale - own / 2, side / 2 - y * scale - own / 2, own, own);
  }
  pen.globalAlpha = 1;
}

/** @type {(pen: CanvasRenderingContext2D, seen: Float32Array, side: number, scale: number, colour: string) => void} */
function paintLines(pen, seen, side, scale, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let i = 0; i < seen.length; i += 8) {
    pen.moveTo(side / 2 + seen[i] * scale, side / 2 - seen[i + 1] * scale);
    pen.lineTo(side / 2 + seen[i + 4] * scale, side / 2 - seen[i + 5] * scale);
  }
  pen.stroke();
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Data} */
  const cloud = unpack(data);
  const view = instance(parentElement, (root) => buildCloud(root, cloud, setTriggerValue));
  view.draw(cloud, setTriggerValue);
  return () => view.close();
}
