// Buttons that save the figures of a container as PNG and SVG. Charts (Plotly: several SVG layers of one size, laid over
// each other) and components (HTML, carried in foreignObject with the styles they have on screen) go below each other in
// one drawing, on the page's background.

/** @import { Props } from "./shared.js" */
import { all, element, instance, newButton, penOf, show, svgElement } from "./shared.js";

/**
 * `container`: a CSS class; `name`: of the file, without its ending.
 * @typedef {object} Data
 * @property {string} container
 * @property {string} name
 * @property {Record<"png" | "svg", string>} labels
 * @property {{ none: string }} texts
 */

/** @typedef {{ node: HTMLElement, draw: (node: Element, box: DOMRect) => SVGElement }} Figure */
/** @typedef {{ text: string, width: number, height: number }} Drawing An SVG file's text and size. */

// What only says something while one works with the page.
const UNPRINTED = ".hint, .tip, .action, .player, .switch, .zoom, [hidden]";

/**
 * The figures of a container that are to be seen.
 * @param {Element} container
 */
function figuresOf(container) {
  /** @type {Figure[]} */
  const figures = [];
  for (const node of all(container, "*")) {
    if (node.matches(".js-plotly-plot")) figures.push({ node, draw: drawChart });
    /** @type {HTMLElement | null | undefined} */
    const inner = node.shadowRoot?.querySelector(".component");
    if (inner && !inner.querySelector(".action")) figures.push({ node: inner, draw: drawComponent });
  }
  return figures.filter(({ node }) => node.getBoundingClientRect().height > 1);
}

/** @param {Element} chart */
function drawChart(chart) {
  const group = svgElement("svg");
  /** @type {NodeListOf<SVGElement>} */
  const layers = chart.querySelectorAll(".main-svg");
  for (const layer of layers) {
    const copy = /** @type {SVGElement} */ (layer.cloneNode(true));
    copy.style.background = "none";
    copy.style.overflow = "visible"; // as on the page
    keepWidths(layer, copy);
    group.append(copy);
  }
  group.style.overflow = "visible";
  return group;
}

/**
 * Gives each text of a copy the width it has on screen, in whatever font a reader of the drawing has.
 * @param {SVGElement} layer
 * @param {SVGElement} copy
 */
function keepWidths(layer, copy) {
  const shown = layer.querySelectorAll("text, tspan");
  copy.querySelectorAll("text, tspan").forEach((node, i) => {
    const original = /** @type {SVGTextContentElement} */ (shown[i]);
    const width = original.children.length ? 0 : original.getComputedTextLength();
    if (width) setAttributes(node, { textLength: width, lengthAdjust: "spacingAndGlyphs" });
  });
}

/**
 * @param {Element} component
 * @param {DOMRect} box
 */
function drawComponent(component, { width, height }) {
  const frame = svgElement("foreignObject");
  frame.setAttribute("width", `${width}`);
  frame.setAttribute("height", `${height + 4}`);
  frame.append(styledCopy(component));
  return frame;
}

/**
 * @param {Node} node
 * @returns {Node}
 */
function styledCopy(node) {
  if (!(node instanceof Element)) return node.cloneNode();
  if (node.matches(UNPRINTED)) return document.createTextNode("");
  const copy = bareCopy(node);
  const rules = rulesOf(getComputedStyle(node), getComputedStyle(parentOf(node)), copy.tagName);
  // A drawing has no web fonts. Another font is a little wider or narrower: what stood in one line stays in one line, and
  // what was not cut is not.
  if (isOneLine(node)) rules.push("white-space:pre");
  if (isOneLine(node) && isWhole(node)) rules.push("overflow:visible");
  copy.setAttribute("style", rules.join(";"));
  copy.append(...generated(node, "::before"), ...[...node.childNodes].map(styledCopy), ...generated(node, "::after"));
  return copy;
}

/**
 * What a style says beyond what is so anyway, here and around it: that would only make the file ten times as large.
 * @param {CSSStyleDeclaration} style
 * @param {CSSStyleDeclaration} around
 * @param {string} tag
 */
function rulesOf(style, around, tag) {
  const plain = plainStyle(tag);
  const own = [...style].filter((name) => {
    const value = style.getPropertyValue(name);
    return value !== plain[name] || value !== around.getPropertyValue(name);
  });
  return own.map((name) => `${name}:${style.getPropertyValue(name)}`);
}

/**
 * What CSS draws before or after the content of an element, as an element; nothing where it draws nothing.
 * @param {Element} node
 * @param {"::before" | "::after"} side
 */
function generated(node, side) {
  const style = getComputedStyle(node, side);
  if (style.display === "none" || !style.content || /^(none|normal)$/.test(style.content)) return [];
  const [, attribute] = style.content.match(/^attr\((.+)\)$/) ?? [];
  const text = attribute ? node.getAttribute(attribute) : style.content.replace(/^"|"$/g, "");
  const copy = element("span", "", text ?? "");
  copy.setAttribute("style", rulesOf(style, getComputedStyle(node), "span").join(";"));
  return [copy];
}

/**
 * The element alone; a canvas as the picture on it.
 * @param {Element} node
 */
function bareCopy(node) {
  if (node instanceof HTMLCanvasElement) return newPicture(node.toDataURL());
  const copy = /** @type {Element} */ (node.cloneNode());
  if (node instanceof HTMLImageElement && node.src.startsWith("blob:")) copy.setAttribute("src", dataAddress(node));
  return copy;
}

/** @param {string} address */
function newPicture(address) {
  const picture = element("img");
  picture.src = address;
  return picture;
}

/**
 * A picture's own pixels as an address that a drawing may load.
 * @param {HTMLImageElement} picture
 */
function dataAddress(picture) {
  const canvas = element("canvas");
  Object.assign(canvas, { width: picture.naturalWidth, height: picture.naturalHeight });
  penOf(canvas).drawImage(picture, 0, 0);
  return canvas.toDataURL();
}

/**
 * The element around another; around a component it is its host on the page.
 * @param {Element} node
 */
function parentOf(node) {
  const root = node.getRootNode();
  return node.parentElement ?? (root instanceof ShadowRoot ? root.host : document.documentElement);
}

/** @type {Record<string, Record<string, string>>} */
const PLAIN = {};

/**
 * The style of an element of this kind that no style sheet speaks of.
 * @param {string} tag
 */
function plainStyle(tag) {
  if (!PLAIN[tag]) {
    const host = document.body.appendChild(element("div"));
    host.style.all = "initial";
    const bare = host.attachShadow({ mode: "open" }).appendChild(document.createElement(tag));
    const style = getComputedStyle(bare);
    PLAIN[tag] = Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]));
    host.remove();
  }
  return PLAIN[tag];
}

/** @param {Element} node */
function isOneLine(node) {
  if (node.children.length || !node.textContent) return false;
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getClientRects().length === 1;
}

/**
 * Whether a box shows all it holds.
 * @param {Element} node
 */
function isWhole({ scrollWidth, clientWidth, scrollHeight, clientHeight }) {
  return scrollWidth <= clientWidth && scrollHeight <= clientHeight;
}

/**
 * Lets boxes that scroll show all they hold, as a drawing does not scroll. Returns what undoes it.
 * @param {HTMLElement[]} nodes
 */
function unroll(nodes) {
  /** @type {{ node: HTMLElement, style: string }[]} */
  const before = [];
  /** @param {HTMLElement} node */
  const remember = (node) => before.push({ node, style: node.style.cssText });
  for (const box of nodes.flatMap((node) => [node, ...all(node, "*")])) {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const tall = box.scrollHeight > box.clientHeight + 1;
    if (!/auto|scroll/.test(getComputedStyle(box).overflow) || !(wide || tall)) continue;
    /** @type {HTMLElement | null} */
    const root = box.closest(".component");
    remember(box);
    if (root) remember(root);
    if (root && wide) root.style.width = `${root.clientWidth + box.scrollWidth - box.clientWidth}px`;
    Object.assign(box.style, { overflow: "visible", maxHeight: "none" });
  }
  return () => before.reverse().forEach(({ node, style }) => (node.style.cssText = style));
}

/**
 * All figures of a container in one drawing; null where there is none.
 * @param {string} name the container's CSS class
 * @returns {Drawing | null}
 */
function compose(name) {
  const container = document.querySelector(`.${CSS.escape(name)}`);
  const figures = container ? figuresOf(container) : [];
  if (!figures.length) return null;
  const rollUp = unroll(figures.map(({ node }) => node));
  const boxes = figures.map(({ node }) => node.getBoundingClientRect());
  const gap = 12;
  const width = Math.max(...boxes.map((box) => box.width)) + 2 * gap;
  const height = boxes.reduce((sum, box) => sum + box.height + gap, gap);
  const whole = svgElement("svg");
  setAttributes(whole, { width, height, viewBox: `0 0 ${width} ${height}` });
  const page = document.querySelector("[data-testid=stApp]") ?? document.body;
  const ground = whole.appendChild(svgElement("rect"));
  setAttributes(ground, { width: "100%", height: "100%", fill: getComputedStyle(page).backgroundColor });
  let y = gap;
  figures.forEach(({ node, draw }, i) => {
    setAttributes(whole.appendChild(draw(node, boxes[i])), { x: gap, y });
    y += boxes[i].height + gap;
  });
  rollUp();
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

/** @type {(node: Element, attributes: Record<string, string | number>) => void} */
function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, `${value}`);
}

/** @type {(file: Blob, name: string) => void} */
function save(file, name) {
  const link = element("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * The drawing as a PNG file; null where the browser cannot paint it, as one that is too large.
 * @param {Drawing} drawing
 * @returns {Promise<Blob | null>}
 */
function toPng({ text, width, height }) {
  return new Promise((resolve) => {
    const picture = new Image();
    picture.onload = () => {
      const canvas = element("canvas");
      canvas.width = 2 * width; // twice the screen's size, for print
      canvas.height = 2 * height;
      penOf(canvas).drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, "image/png");
    };
    picture.onerror = () => resolve(null);
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}

/** @param {Drawing} drawing */
function toSvg({ text }) {
  return new Blob([text], { type: "image/svg+xml" });
}

/**
 * @param {HTMLElement} root
 * @param {Data} data
 */
function buildSave(root, data) {
  const view = { data };
  const buttons = { png: root.appendChild(newButton("action")), svg: root.appendChild(newButton("action")) };
  const note = root.appendChild(element("p"));
  note.setAttribute("role", "status");
  note.hidden = true;
  /** @param {"png" | "svg"} kind */
  const saveAs = async (kind) => {
    const drawing = compose(view.data.container);
    const file = drawing && (kind === "svg" ? toSvg(drawing) : await toPng(drawing));
    note.hidden = file !== null;
    if (file) save(file, `${view.data.name}.${kind}`);
    else show(note, view.data.texts.none);
  };
  buttons.png.onclick = () => saveAs("png");
  buttons.svg.onclick = () => saveAs("svg");
  return {
    /** @param {Data} data */
    draw(data) {
      view.data = data;
      show(buttons.png, data.labels.png);
      show(buttons.svg, data.labels.svg);
    },
  };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  instance(parentElement, (root) => buildSave(root, data)).draw(data);
}
