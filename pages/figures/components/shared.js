// Helpers for every component.

/**
 * What Streamlit hands to a component's function, at first and again for new data or a new theme.
 * @template Data
 * @typedef {object} Props
 * @property {Data} data
 * @property {HTMLElement | ShadowRoot} parentElement
 * @property {Send} setTriggerValue
 */

/**
 * Tells Python that something happened: the event's name and what belongs to it.
 * @typedef {(event: string, value: unknown) => void} Send
 */

/**
 * Data sent by define.packed. `unpack` gives the JSON in it, with the arrays and files as `bodies`.
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 */

/** Whether the visitor wants nothing to move. */
export const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** @type {WeakMap<Node, unknown>} */
const INSTANCES = new WeakMap();

/**
 * The component at one place on the page. `build(root)` runs once; the component lives on when Streamlit calls again.
 * @template Instance
 * @param {HTMLElement | ShadowRoot} parentElement
 * @param {(root: HTMLElement) => Instance} build
 * @returns {Instance}
 */
export function instance(parentElement, build) {
  if (!INSTANCES.has(parentElement)) {
    const root = element("div", "component");
    parentElement.append(root);
    INSTANCES.set(parentElement, build(root));
  }
  return /** @type {Instance} */ (INSTANCES.get(parentElement));
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {string} text
 */
export function element(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** A button that submits no form. */
export function newButton(className = "", text = "") {
  const button = element("button", className, text);
  button.type = "button";
  return button;
}

/** A visible piece of a token: a box of its own for its direction of writing. */
export function newPiece() {
  const piece = element("bdi", "piece");
  piece.dir = "auto";
  return piece;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 */
export function svgElement(tag) {
  return document.createElementNS("http://www.w3.org/2000/svg", tag);
}

/**
 * What draws on a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [options]
 */
export function penOf(canvas, options) {
  const pen = canvas.getContext("2d", options);
  if (!pen) throw new Error("This browser cannot draw on a canvas.");
  return pen;
}

/**
 * Sets text only where it changed, and only as text. A mark that combines gets a ring to stand on.
 * @param {Element} node
 * @param {string} text
 */
export function show(node, text) {
  const shown = /^\p{M}/u.test(text) ? `◌${text}` : text;
  if (node.textContent !== shown) node.textContent = shown;
}

/**
 * The element that has the focus, among those of the same document or shadow root.
 * @param {Node} node
 */
export function focusedElement(node) {
  const root = node.getRootNode();
  return root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
}

/**
 * Whether the focus is inside an element.
 * @param {Element} node
 */
export function hasFocus(node) {
  return node.contains(focusedElement(node));
}

/**
 * The element at which an event happened, or the nearest around it, that fits the selector.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest(event, selector) {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

/**
 * @param {Element} container
 * @param {string} selector
 */
export function all(container, selector) {
  /** @type {NodeListOf<HTMLElement>} */
  const nodes = container.querySelectorAll(selector);
  return [...nodes];
}

/**
 * Whether a key is pressed together with one that makes it the browser's own.
 * @param {KeyboardEvent} event
 */
export function isShortcut(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/**
 * What a key stands for in a table of keys; undefined for keys that are not in it.
 * @template Value
 * @param {string} key
 * @param {Record<string, Value>} table
 * @returns {Value | undefined}
 */
export function byKey(key, table) {
  return table[key];
}

/** @type {WeakMap<Element, unknown>} The parts of each child that `fill` made. */
const PARTS = new WeakMap();

/**
 * Makes `parent` hold one child per item, keeping the children (and the focus) that are there. `make` gives a new child
 * as `node`, along with those parts of it that `update` sets.
 * @template Item
 * @template {{ node: HTMLElement | SVGElement }} Parts
 * @param {Element} parent
 * @param {readonly Item[]} items
 * @param {() => Parts} make
 * @param {(parts: Parts, item: Item, index: number) => void} update
 */
export function fill(parent, items, make, update) {
  const focused = focusedElement(parent);
  const surplus = [...parent.children].slice(items.length);
  const lost = surplus.some((child) => child.contains(focused));
  for (const child of surplus) child.remove();
  items.forEach((item, i) => update(partsOf(parent, i, make), item, i));
  const last = parent.lastElementChild?.querySelector("button") ?? parent.lastElementChild;
  if (lost && last instanceof HTMLElement) last.focus();
}

/**
 * @template {{ node: HTMLElement | SVGElement }} Parts
 * @param {Element} parent
 * @param {number} index
 * @param {() => Parts} make
 */
function partsOf(parent, index, make) {
  const child = parent.children[index];
  if (child) return /** @type {Parts} */ (PARTS.get(child));
  const parts = make();
  parent.append(parts.node);
  PARTS.set(parts.node, parts);
  return parts;
}

/**
 * "7.1 %" with a narrow space, digit for digit as pages/basics/words.py writes it.
 * @param {number} p
 */
export function percent(p) {
  if (p > 0 && p < 0.0001) return `<\u202f${decimal(0.01, 2)}\u202f%`;
  const digits = p >= 0.001 || p === 0 ? 1 : 2;
  const scaled = 100 * p * 10 ** digits;
  // Python rounds a tie to the even digit (6.25 to 6.2), toFixed up. A true tie has few binary digits; 0.025 is above it.
  const tie = scaled % 1 === 0.5 && Number.isInteger(100 * p * 2 ** (digits + 1));
  const value = tie ? (2 * Math.round(scaled / 2)) / 10 ** digits : 100 * p;
  return `${decimal(value, digits)}\u202f%`;
}

/**
 * A number with this many decimals, or at least `least` and no zeros after them, as the page's language writes it.
 * @param {number} value
 * @param {number} digits
 * @param {number} [least]
 */
export function decimal(value, digits, least = digits) {
  const { lang } = document.documentElement; // of the page; pages/frame/app_shell.py sets it
  // Rounded first: toLocaleString takes 0.015, which is a little less, for a tie.
  return Number(value.toFixed(digits)).toLocaleString(lang || "en", {
    minimumFractionDigits: least,
    maximumFractionDigits: digits,
  });
}

/**
 * Fills {name} in a translated sentence.
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export function phrase(template, values) {
  return template.replace(/\{(\w+)\}/g, (braced, name) => String(values[name] ?? braced));
}

/**
 * Makes many items one tab stop. `next(key, items, index)` gives the index that a key leads to from an item, or undefined.
 * Returns a function that sets the tab stop after the items changed.
 * @param {HTMLElement} container
 * @param {string} selector
 * @param {(key: string, items: HTMLElement[], index: number) => number | undefined} next
 */
export function roving(container, selector, next) {
  const tabStops = () => all(container, `${selector}[tabindex="0"]`);
  /** @param {HTMLElement | null} [item] */
  const stop = (item) => {
    for (const other of tabStops()) other.tabIndex = -1;
    if (item) item.tabIndex = 0;
  };
  container.addEventListener("focusin", (event) => stop(closest(event, selector)));
  container.addEventListener("keydown", (event) => {
    const item = closest(event, selector);
    if (!item || isShortcut(event)) return;
    const items = all(container, selector);
    const index = next(event.key, items, items.indexOf(item));
    if (index === undefined) return;
    event.preventDefault();
    items[Math.max(0, Math.min(items.length - 1, index))].focus();
  });
  /** @param {HTMLElement | null} [preferred] */
  return function settle(preferred) {
    stop(preferred ?? tabStops()[0] ?? all(container, selector)[0]);
  };
}

/**
 * For `roving`: arrow keys lead to the next item and the one before, Home and End to the first and the last.
 * @param {string} key
 * @param {HTMLElement[]} items
 * @param {number} index
 */
export function oneByOne(key, items, index) {
  const [before, after] = [index - 1, index + 1];
  const arrows = { ArrowLeft: before, ArrowUp: before, ArrowRight: after, ArrowDown: after };
  return byKey(key, { ...arrows, Home: 0, End: items.length - 1 });
}

/**
 * Calls `pick` for a click on an item; on items that are not buttons, for Enter and Space too.
 * @param {HTMLElement} container
 * @param {string} selector
 * @param {(item: HTMLElement) => void} pick
 */
export function onPick(container, selector, pick) {
  /** @param {Event} event */
  const pickAt = (event) => {
    const item = closest(event, selector);
    if (item && item.getAttribute("aria-disabled") !== "true") pick(item);
  };
  container.addEventListener("click", pickAt);
  container.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || closest(event, "button, a")) return;
    event.preventDefault();
    pickAt(event);
  });
}

/**
 * The `data-tip` of the item under the pointer or with the focus, beside it, and under the words its picture, if it has
 * one; Escape hides them.
 * @param {HTMLElement} root
 * @param {(item: HTMLElement) => HTMLElement | null} [picture]
 */
export function tips(root, picture = () => null) {
  const tip = root.appendChild(element("div", "tip"));
  const words = element("div");
  tip.setAttribute("role", "tooltip");
  const hide = () => (tip.hidden = true);
  hide();
  /** @param {Event} event */
  const showTip = (event) => {
    const item = closest(event, "[data-tip]");
    if (!item?.dataset.tip) return hide();
    tip.hidden = false;
    show(words, item.dataset.tip);
    const drawn = picture(item);
    tip.replaceChildren(words, ...(drawn ? [drawn] : []));
    const box = root.getBoundingClientRect();
    const at = item.getBoundingClientRect();
    const left = Math.min(at.left - box.left, box.width - tip.offsetWidth);
    tip.style.transform = `translate(${Math.max(0, left)}px, ${at.bottom - box.top + 6}px)`;
  };
  for (const comes of ["pointerover", "focusin"]) root.addEventListener(comes, showTip);
  for (const goes of ["pointerleave", "focusout"]) root.addEventListener(goes, hide);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

const ARRIVAL = 3600; // milliseconds until the last item has come

/**
 * Lets the children of a box that is new on the page appear one after the other, once.
 * @param {HTMLElement} box
 */
export function arrive(box) {
  const items = /** @type {HTMLElement[]} */ ([...box.children]);
  items.forEach((item, i) => item.style.setProperty("--order", `${i}`));
  box.style.setProperty("--pace", `${Math.min(160, ARRIVAL / items.length)}ms`);
  box.classList.add("arriving");
  setTimeout(() => box.classList.remove("arriving"), ARRIVAL + 400);
}

/**
 * A short acknowledgement on what was picked, until Python answers.
 * @param {HTMLElement} node
 */
export function flash(node) {
  node.classList.remove("flash");
  void node.offsetWidth; // lets the same animation start again
  node.classList.add("flash");
}

/**
 * The numbers of float16 bytes, from 0 up.
 * @param {Bytes} bytes
 */
export function halves(bytes) {
  /** @param {number} bits */
  const value = (bits) => (bits < 1024 ? bits * 2 ** -24 : (1024 + (bits & 1023)) * 2 ** ((bits >> 10) - 25));
  return Float32Array.from(new Uint16Array(bytes.buffer), value);
}

/**
 * @template Data
 * @param {Bytes} bytes
 * @returns {Data}
 */
export function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const { sizes, ...data } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  let start = 4 + size;
  data.bodies = sizes.map((/** @type {number} */ length) => bytes.slice(start, start += length));
  return data;
}

/**
 * The address of a PNG file; it is to be given back with URL.revokeObjectURL.
 * @param {Bytes} file
 */
export function pngAddress(file) {
  return URL.createObjectURL(new Blob([file], { type: "image/png" }));
}

/**
 * Scrolls a box, and never the page, as far as is needed to show what lies at `start`.
 * @param {HTMLElement} box
 * @param {"Top" | "Left"} side
 * @param {number} start
 * @param {number} length
 */
export function keepInSight(box, side, start, length) {
  const scroll = side === "Top" ? "scrollTop" : "scrollLeft";
  const seen = side === "Top" ? box.clientHeight : box.clientWidth;
  if (start < box[scroll]) box[scroll] = start;
  else if (start + length > box[scroll] + seen) box[scroll] = start + length - seen;
}

/**
 * A legend: for each entry a mark, whose look is a class, and a word.
 * @param {HTMLElement} node
 * @param {{ look: string, text: string }[]} entries
 */
export function legend(node, entries) {
  node.hidden = entries.length === 0;
  fill(node, entries, makeLegendItem, ({ mark, word }, { look, text }) => {
    mark.className = look;
    show(word, text);
  });
}

export function makeLegendItem() {
  const node = element("span", "key");
  return { node, mark: node.appendChild(element("i")), word: node.appendChild(element("span")) };
}
