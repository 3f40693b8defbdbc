// The chosen head as a matrix: one canvas pixel a cell, enlarged by CSS. It scrolls inside itself.

/** @import { Data, View } from "./attention_view.js" */
import { all, byKey, element, fill, keepInSight, newButton, newPiece, penOf, percent, phrase, show } from "./shared.js";

const SIZES = [2, 3, 4, 6, 8, 11, 14, 18, 24, 32, 40, 52, 64, 80]; // pixels of a cell
const TALLEST = 420; // pixels of a matrix as it is drawn at first
const SLANT = Math.SQRT1_2; // of names that stand at 45 degrees
const NAMED = 18; // from this size on the cells' tokens are written beside them

/**
 * @param {HTMLElement} parent
 * @param {View} view
 */
export function buildMatrix(parent, view) {
  const pane = parent.appendChild(element("div", "pane matrix"));
  const bar = pane.appendChild(element("div", "paneTitle"));
  const reading = bar.appendChild(element("bdi", "reading"));
  reading.id = "reading";
  reading.setAttribute("role", "status");
  const [smaller, larger] = ["−", "+"].map((sign) => bar.appendChild(newButton("zoom", sign)));
  const scroll = pane.appendChild(element("div", "scroll"));
  const plan = scroll.appendChild(element("div", "plan"));
  const corner = plan.appendChild(element("div", "corner"));
  const [queryTitle, keyTitle] = ["query", "key"].map((name) => corner.appendChild(element("span", name)));
  const names = ["top", "left"].map((side) => plan.appendChild(element("div", side)));
  for (const list of names) list.setAttribute("aria-hidden", "true");
  const board = plan.appendChild(element("div", "board"));
  board.tabIndex = 0;
  board.setAttribute("role", "img");
  board.setAttribute("aria-describedby", "reading");
  const canvas = board.appendChild(element("canvas"));
  const [across, down] = ["across", "down"].map((name) => board.appendChild(element("i", name)));
  let size = 0; // pixels of a cell; 0 before the first matrix
  let count = 0; // tokens of the matrix

  /** @param {number} newSize */
  const resize = (newSize) => {
    size = newSize;
    const { tokens } = view.data;
    board.style.setProperty("--n", `${tokens.length}`);
    for (const node of [board, ...names]) node.style.setProperty("--cell", `${size}px`);
    for (const list of names) {
      fill(list, size >= NAMED ? tokens : [], () => ({ node: newPiece() }), ({ node }, token, i) => {
        show(node, token);
        node.style.setProperty("--place", `${i}`);
      });
    }
    const longest = Math.max(0, ...all(names[0], ".piece").map((piece) => piece.offsetWidth));
    names[0].style.height = `${SLANT * longest + 14}px`;
    plan.style.paddingInlineEnd = `${Math.max(0, SLANT * longest - size / 2)}px`;
    smaller.disabled = size === SIZES[0];
    larger.disabled = size === SIZES.at(-1);
  };
  /** @param {number} step */
  const zoom = (step) => {
    const next = SIZES[SIZES.indexOf(size) + step];
    if (next) resize(next);
    view.markChosen();
  };
  smaller.onclick = () => zoom(-1);
  larger.onclick = () => zoom(1);
  chooseCell(board, view);

  return {
    /** @type {(data: Data, shares: Float32Array, colours: Uint32Array) => void} */
    draw({ tokens, chosen: [layer, head], texts }, shares, colours) {
      board.setAttribute("aria-label", `${phrase(texts.head, { layer, head })}. ${texts.matrix}`);
      show(queryTitle, texts.query);
      show(keyTitle, texts.key);
      nameButton(smaller, texts.smaller);
      nameButton(larger, texts.larger);
      paintMatrix(canvas, shares, tokens.length, colours);
      const room = Math.min(pane.clientWidth - 150, TALLEST); // beside it stand the names
      const fits = SIZES.filter((pixels) => pixels * tokens.length <= room).at(-1) ?? SIZES[0];
      resize(count === tokens.length ? size : fits);
      count = tokens.length;
    },
    /** @type {(query: number, key: number) => void} */
    reveal(query, key) {
      keepInSight(scroll, "Top", board.offsetTop + query * size, size);
      keepInSight(scroll, "Left", board.offsetLeft + key * size, size);
    },
    /** @type {(query: number, key: number) => void} */
    mark(query, key) {
      const { texts, tokens } = view.data;
      const words = { query: tokens[query], key: tokens[key], share: percent(view.share(query, key)) };
      show(reading, phrase(key > query ? texts.later : texts.reading, words));
      across.style.transform = `translateY(${query * size}px)`;
      down.style.transform = `translateX(${key * size}px)`;
    },
  };
}

/**
 * The pointer reads a cell and chooses it by a click; arrow keys choose the next one.
 * @param {HTMLElement} board
 * @param {View} view
 */
function chooseCell(board, view) {
  /** @param {number} n */
  const inside = (n) => Math.max(0, Math.min(view.data.tokens.length - 1, n));
  /** @type {(event: MouseEvent, use: (query: number, key: number) => void) => void} */
  const withCell = (event, use) => {
    const box = board.getBoundingClientRect();
    const n = view.data.tokens.length;
    const query = Math.floor(((event.clientY - box.top) / box.height) * n);
    const key = Math.floor(((event.clientX - box.left) / box.width) * n);
    use(inside(query), inside(key));
  };
  board.addEventListener("pointermove", (event) => withCell(event, view.mark));
  board.addEventListener("pointerleave", view.markChosen);
  board.addEventListener("click", (event) => withCell(event, view.choose));
  board.addEventListener("keydown", (event) => {
    const step = byKey(event.key, { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] });
    if (!step) return;
    event.preventDefault();
    view.choose(inside(view.query + step[0]), inside(view.key + step[1]));
  });
}

/** @type {(button: HTMLElement, name: string) => void} */
function nameButton(button, name) {
  button.dataset.tip = name;
  button.setAttribute("aria-label", name);
}

/** @type {(canvas: HTMLCanvasElement, shares: Float32Array, n: number, colours: Uint32Array) => void} */
function paintMatrix(canvas, shares, n, colours) {
  canvas.width = canvas.height = n;
  const pen = penOf(canvas);
  const picture = pen.createImageData(n, n);
  const pixels = new Uint32Array(picture.data.buffer);
  // What comes later cannot be seen: above the diagonal there is no colour at all.
  for (let query = 0; query < n; query++) {
    for (let i = query * n; i <= query * n + query; i++) pixels[i] = colours[Math.round(255 * shares[i])];
  }
  pen.putImageData(picture, 0, 0);
}
