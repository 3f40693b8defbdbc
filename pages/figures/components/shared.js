// Helpers for every component; define.py puts them before the component's own file.

const INSTANCES = new WeakMap();

/** What belongs to one place on the page. `build(root)` runs once; Streamlit calls again for new data or a new theme. */
function instance(parentElement, build) {
  if (!INSTANCES.has(parentElement)) {
    const root = element("div", "component");
    parentElement.append(root);
    INSTANCES.set(parentElement, build(root));
  }
  return INSTANCES.get(parentElement);
}

function element(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** Sets text only where it changed, and only as text. A mark that combines gets a ring to stand on. */
function show(node, text) {
  const shown = /^\p{M}/u.test(text) ? `◌${text}` : text;
  if (node.textContent !== shown) node.textContent = shown;
}

/** Makes `parent` hold one child per item, keeping the children (and the focus) that are there. */
function fill(parent, items, make, update) {
  const focused = parent.getRootNode().activeElement;
  const lost = [...parent.children].slice(items.length).some((child) => child.contains(focused));
  while (parent.children.length > items.length) parent.lastElementChild.remove();
  items.forEach((item, i) => update(parent.children[i] ?? parent.appendChild(make()), item, i));
  if (lost) (parent.lastElementChild?.querySelector("button") ?? parent.lastElementChild)?.focus();
}

/** "7.1 %" with a narrow space, digit for digit as pages/basics/words.py writes it. */
function percent(p) {
  if (p > 0 && p < 0.0001) return "<\u202f0.01\u202f%";
  const digits = p >= 0.001 || p === 0 ? 1 : 2;
  const scaled = 100 * p * 10 ** digits;
  // Python rounds a tie to the even digit (6.25 to 6.2), toFixed up. A true tie has few binary digits; 0.025 is above it.
  const tie = scaled % 1 === 0.5 && Number.isInteger(100 * p * 2 ** (digits + 1));
  const value = tie ? (2 * Math.round(scaled / 2)) / 10 ** digits : 100 * p;
  return `${value.toFixed(digits)}\u202f%`;
}

/** Fills {name} in a translated sentence. */
function phrase(template, values) {
  return template.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** One tab stop for many items; `next(key, items, at)` tells where a key leads, or undefined. Returns `settle`. */
function roving(container, selector, next) {
  const items = () => [...container.querySelectorAll(selector)];
  const stop = (item) => {
    for (const other of container.querySelectorAll(`${selector}[tabindex="0"]`)) other.tabIndex = -1;
    if (item) item.tabIndex = 0;
  };
  container.addEventListener("focusin", (event) => stop(event.target.closest(selector)));
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = items();
    const at = all.indexOf(event.target.closest(selector));
    const to = at < 0 ? undefined : next(event.key, all, at);
    if (to === undefined) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, to))].focus();
  });
  return function settle(preferred) {
    stop(preferred ?? container.querySelector(`${selector}[tabindex="0"]`) ?? container.querySelector(selector));
  };
}

/** Enter and Space on items that are not buttons. */
function onPick(container, selector, pick) {
  const picked = (event) => {
    const item = event.target.closest(selector);
    if (item && item.getAttribute("aria-disabled") !== "true") pick(item);
  };
  container.addEventListener("click", picked);
  container.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || event.target.closest("button, a")) return;
    event.preventDefault();
    picked(event);
  });
}

/** The `data-tip` of the item under the pointer or with the focus, beside it; Escape hides it. */
function tips(root) {
  const tip = root.appendChild(element("div", "tip"));
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  const place = (event) => {
    const item = event.target.closest?.("[data-tip]");
    tip.hidden = !item?.dataset.tip;
    if (tip.hidden) return;
    show(tip, item.dataset.tip);
    const box = root.getBoundingClientRect();
    const at = item.getBoundingClientRect();
    const left = Math.min(at.left - box.left, box.width - tip.offsetWidth);
    tip.style.transform = `translate(${Math.max(0, left)}px, ${at.bottom - box.top + 6}px)`;
  };
  root.addEventListener("pointerover", place);
  root.addEventListener("focusin", place);
  for (const gone of ["pointerleave", "focusout"]) root.addEventListener(gone, () => (tip.hidden = true));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });
}

/** A short acknowledgement on what was picked, until Python answers. */
function flash(node) {
  node.classList.remove("flash");
  void node.offsetWidth; // lets the same animation start again
  node.classList.add("flash");
}

/** The numbers of float16 bytes, from 0 up. */
function halves(bytes) {
  const value = (bits) => (bits < 1024 ? bits * 2 ** -24 : (1024 + (bits & 1023)) * 2 ** ((bits >> 10) - 25));
  return Float32Array.from(new Uint16Array(bytes.buffer), value);
}

/** Data sent by define.packed: the JSON with `bodies`, one Uint8Array each. */
function unpack(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  let at = 4 + size;
  head.bodies = head.sizes.map((n) => bytes.slice(at, (at += n)));
  return head;
}

/** Scrolls a box, and never the page, as far as is needed to show what lies at `start`. Side: "Top" or "Left". */
function keepInSight(box, side, start, length) {
  const seen = side === "Top" ? box.clientHeight : box.clientWidth;
  if (start < box[`scroll${side}`]) box[`scroll${side}`] = start;
  else if (start + length > box[`scroll${side}`] + seen) box[`scroll${side}`] = start + length - seen;
}

/** A legend: for each entry a mark (its look comes from the class) and a word. */
function legend(node, entries) {
  node.hidden = entries.length === 0;
  const make = () => {
    const item = element("span", "key");
    item.append(element("i"), element("span"));
    return item;
  };
  fill(node, entries, make, (item, [className, text]) => {
    item.firstChild.className = className;
    show(item.lastChild, text);
  });
}
