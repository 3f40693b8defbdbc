// data: {container: CSS class, name: file name, labels: {png, svg}, texts: {none}}
// Charts (Plotly: several SVG layers of one size, laid over each other) and components (HTML, carried in foreignObject
// with the styles they have on screen) of the container go below each other in one drawing, on the page's background.

const SVG = "http://www.w3.org/2000/svg";
const UNPRINTED = ".hint, .tip, .action, .player, [hidden]";

function figures(container) {
  const found = [];
  for (const node of container.querySelectorAll("*")) {
    if (node.matches(".js-plotly-plot")) found.push({ node, draw: layers });
    const inner = node.shadowRoot?.querySelector(".component");
    if (inner && !inner.querySelector(".action")) found.push({ node: inner, draw: html });
  }
  return found.filter(({ node }) => node.getBoundingClientRect().height > 1);
}

function layers(chart) {
  const group = document.createElementNS(SVG, "svg");
  for (const layer of chart.querySelectorAll(".main-svg")) {
    const copy = layer.cloneNode(true);
    copy.style.background = "none";
    group.append(copy);
  }
  return group;
}

function html(node, { width, height }) {
  const frame = document.createElementNS(SVG, "foreignObject");
  frame.setAttribute("width", width);
  frame.setAttribute("height", height + 4);
  frame.append(styledCopy(node));
  return frame;
}

function styledCopy(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.cloneNode();
  if (node.matches(UNPRINTED)) return document.createTextNode("");
  let copy = node.cloneNode();
  if (node.tagName === "CANVAS") {
    copy = document.createElement("img");
    copy.src = node.toDataURL();
  }
  if (node.tagName === "IMG" && node.src.startsWith("blob:")) copy.src = carried(node);
  const style = getComputedStyle(node);
  const around = getComputedStyle(node.parentElement ?? node.getRootNode().host);
  const plain = defaults(copy.tagName);
  // What is as the browser has it anyway, here and around it, would only make the file ten times as large.
  const own = [...style].filter((name) => {
    const value = style.getPropertyValue(name);
    return value !== plain[name] || value !== around.getPropertyValue(name);
  });
  copy.setAttribute("style", own.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
  // A drawing has no web fonts. Another font is a little wider or narrower: what stood in one line stays in one line.
  if (inOneLine(node)) copy.style.whiteSpace = "pre";
  copy.append(...[...node.childNodes].map(styledCopy));
  return copy;
}

/** A picture's own pixels as an address that a drawing may load. */
function carried(picture) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: picture.naturalWidth, height: picture.naturalHeight });
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL();
}

const DEFAULTS = {};

/** The style of an element of this kind that nothing has been said about. */
function defaults(tag) {
  if (!DEFAULTS[tag]) {
    const host = document.body.appendChild(element("div"));
    host.style.all = "initial";
    const bare = host.attachShadow({ mode: "open" }).appendChild(element(tag));
    const style = getComputedStyle(bare);
    DEFAULTS[tag] = Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]));
    host.remove();
  }
  return DEFAULTS[tag];
}

function inOneLine(node) {
  if (node.children.length || !node.textContent) return false;
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getClientRects().length === 1;
}

/** Lets boxes that scroll show all they hold, as a drawing does not scroll. Returns what undoes it. */
function unrolled(nodes) {
  const before = [];
  for (const box of nodes.flatMap((node) => [node, ...node.querySelectorAll("*")])) {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const tall = box.scrollHeight > box.clientHeight + 1;
    if (!/auto|scroll/.test(getComputedStyle(box).overflow) || !(wide || tall)) continue;
    const root = box.closest(".component");
    before.push([box, box.style.cssText], [root, root.style.cssText]);
    if (wide) root.style.width = `${root.clientWidth + box.scrollWidth - box.clientWidth}px`;
    Object.assign(box.style, { overflow: "visible", maxHeight: "none" });
  }
  return () => before.reverse().forEach(([box, style]) => (box.style.cssText = style));
}

function composed(name) {
  const container = document.querySelector(`.${CSS.escape(name)}`);
  const found = container ? figures(container) : [];
  if (!found.length) return null;
  const rollUp = unrolled(found.map(({ node }) => node));
  const boxes = found.map(({ node }) => node.getBoundingClientRect());
  const gap = 12;
  const width = Math.max(...boxes.map((box) => box.width)) + 2 * gap;
  const height = boxes.reduce((sum, box) => sum + box.height + gap, gap);
  const whole = document.createElementNS(SVG, "svg");
  whole.setAttribute("width", width);
  whole.setAttribute("height", height);
  whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const ground = whole.appendChild(document.createElementNS(SVG, "rect"));
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
  let y = gap;
  found.forEach(({ node, draw }, i) => {
    const part = whole.appendChild(draw(node, boxes[i]));
    part.setAttribute("x", gap);
    part.setAttribute("y", y);
    y += boxes[i].height + gap;
  });
  rollUp();
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function toPng({ text, width, height }) {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * width; // twice the screen's size, for print
      canvas.height = 2 * height;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, "image/png");
    };
    picture.onerror = reject;
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}

function buildSave(root) {
  const buttons = Object.fromEntries(
    ["png", "svg"].map((kind) => {
      const button = root.appendChild(element("button", "action"));
      button.type = "button";
      return [kind, button];
    }),
  );
  const note = root.appendChild(element("p", ""));
  note.setAttribute("role", "status");
  note.hidden = true;
  const view = {};
  for (const [kind, button] of Object.entries(buttons)) {
    button.addEventListener("click", async () => {
      const drawing = composed(view.data.container);
      note.hidden = Boolean(drawing);
      if (!drawing) return show(note, view.data.texts.none);
      const blob = kind === "svg" ? new Blob([drawing.text], { type: "image/svg+xml" }) : await toPng(drawing);
      save(blob, `${view.data.name}.${kind}`);
    });
  }
  view.draw = (data) => {
    view.data = data;
    for (const [kind, button] of Object.entries(buttons)) show(button, data.labels[kind]);
  };
  return view;
}

export default function ({ data, parentElement }) {
  instance(parentElement, buildSave).draw(data);
}
