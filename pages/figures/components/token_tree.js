// A written text as a path through its alternatives. Tells Python "picked": the id of a node.

/** @import { Props, Send } from "./shared.js" */
import {
  element,
  flash,
  focusedElement,
  instance,
  keepInSight,
  legend,
  newPiece,
  onPick,
  percent,
  roving,
  show,
} from "./shared.js";

/**
 * One token. `prob` in [0, 1], given its parent; only the root, which is the end of the prompt, has none.
 * @typedef {{ id: number, parent: number | null, text: string, prob: number | null, on_path: boolean }} Token
 */

/**
 * `nodes`: parents before their children.
 * @typedef {{ label: string, nodes: Token[], texts: Record<"tree" | "on" | "other", string> }} Data
 */

/**
 * A token with its place in the grid.
 * @typedef {Token & { children: TreeNode[], column: number, row: number }} TreeNode
 */

/** @typedef {Map<number, TreeNode>} Nodes */
/** @typedef {ReturnType<typeof makeItem>} Item */

/**
 * @param {HTMLElement} root
 * @param {Send} send
 */
function buildTree(root, send) {
  const scroll = root.appendChild(element("div", "scroll"));
  const tree = scroll.appendChild(element("div", "tree"));
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-describedby", "hint");
  const key = root.appendChild(element("div", "legend"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  const view = {
    send,
    nodes: /** @type {Nodes} */ (new Map()),
    items: /** @type {Map<number, Item>} */ (new Map()),
    depth: 0, // of the path
  };
  /** @param {HTMLElement} item */
  const nodeOf = (item) => view.nodes.get(Number(item.dataset.id));
  const settle = roving(tree, ".node", (pressed, items, index) => {
    const node = nodeOf(items[index]);
    const next = node && neighbour(view.nodes, node, pressed);
    const item = next && view.items.get(next.id);
    return item && items.indexOf(item.node);
  });
  onPick(tree, ".node", (item) => {
    const node = nodeOf(item);
    if (!node || node.parent === null) return;
    flash(item);
    view.send("picked", node.id);
  });

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      view.send = send;
      const first = grow(view.nodes, data.nodes);
      layOut(first, 0, 0, []);
      tree.setAttribute("aria-label", data.label);
      show(hint, data.texts.tree);
      legend(key, [{ look: "on", text: data.texts.on }, { look: "other", text: data.texts.other }]);
      view.items = drawNodes(tree, view.items, view.nodes, first, data.texts);
      const path = [...view.nodes.values()].filter((node) => node.on_path);
      const last = view.items.get((path.at(-1) ?? first).id);
      const focused = focusedElement(tree);
      const inside = focused instanceof HTMLElement && tree.contains(focused);
      settle(inside ? null : last?.node);
      // A text that grows is followed; who has branched somewhere stays there; the first view begins at the start.
      if (inside) reveal(scroll, focused);
      else if (last && view.depth && path.length > view.depth) reveal(scroll, last.node);
      view.depth = path.length;
    },
  };
}

/**
 * Puts the tokens into `nodes`, each with its children, and returns the root.
 * @param {Nodes} nodes
 * @param {Token[]} tokens
 */
function grow(nodes, tokens) {
  nodes.clear();
  for (const token of tokens) {
    const node = { ...token, children: [], column: 0, row: 0 };
    nodes.set(node.id, node);
    parentOf(nodes, node)?.children.push(node);
  }
  const [first] = nodes.values();
  return first;
}

/**
 * @param {Nodes} nodes
 * @param {Token} node
 */
function parentOf(nodes, { parent }) {
  return parent === null ? undefined : nodes.get(parent);
}

/**
 * The child that goes on in its parent's row: on the path, else one with children of its own, else the first.
 * @param {TreeNode} node
 * @returns {TreeNode | undefined}
 */
function onward({ children }) {
  return children.find((c) => c.on_path) ?? children.find((c) => c.children.length) ?? children[0];
}

/**
 * The node, what goes on in its row, and so to the row's end.
 * @param {TreeNode} node
 */
function rowFrom(node) {
  const chain = [];
  for (let n = /** @type {TreeNode | undefined} */ (node); n; n = onward(n)) chain.push(n);
  return chain;
}

/**
 * Gives `node` and all below it a column and a row. `floor[column]` is the first free row of a column.
 * @param {TreeNode} node
 * @param {number} column
 * @param {number} row
 * @param {number[]} floor
 */
function layOut(node, column, row, floor) {
  const chain = rowFrom(node);
  chain.forEach((n, i) => {
    n.column = column + i;
    n.row = row;
    floor[n.column] = row + 1;
  });
  for (const n of chain) {
    for (const leaf of n.children) {
      if (leaf === onward(n) || leaf.children.length) continue;
      leaf.column = n.column + 1;
      leaf.row = floor[leaf.column]++;
    }
  }
  // From right to left, so that the line down to a branch crosses no other branch.
  for (const n of chain.reverse()) {
    for (const branch of n.children) {
      if (branch === onward(n) || !branch.children.length) continue;
      const start = n.column + 1;
      const free = Math.max(...rowFrom(branch).map((_, i) => floor[start + i] ?? 0));
      layOut(branch, start, free, floor);
    }
  }
}

/**
 * Where a node stands in the order of reading. `place` and `count`: among the children of its parent.
 * @typedef {{ node: TreeNode, level: number, place: number, count: number }} Reading
 */

/**
 * A node and all below it in the order of reading: a token, what follows it, then its alternatives.
 * @param {TreeNode} node
 * @param {Reading[]} order
 */
function inOrder(node, order = [], level = 1, place = 1, count = 1) {
  order.push({ node, level, place, count });
  const next = onward(node);
  const children = next ? [next, ...node.children.filter((child) => child !== next)] : [];
  children.forEach((child, i) => inOrder(child, order, level + 1, i + 1, children.length));
  return order;
}

/**
 * Draws one item per node, kept by id, and returns them.
 * @param {HTMLElement} tree
 * @param {Map<number, Item>} before
 * @param {Nodes} nodes
 * @param {TreeNode} first
 * @param {Data["texts"]} texts
 */
function drawNodes(tree, before, nodes, first, texts) {
  const focused = focusedElement(tree);
  /** @type {Map<number, Item>} */
  const items = new Map();
  for (const { node, level, place, count } of inOrder(first)) {
    const item = before.get(node.id) ?? makeItem(node.id);
    updateItem(item, node, parentOf(nodes, node), texts);
    item.node.setAttribute("aria-level", `${level}`);
    item.node.setAttribute("aria-posinset", `${place}`);
    item.node.setAttribute("aria-setsize", `${count}`);
    items.set(node.id, item);
  }
  const children = [...items.values()].map((item) => item.node);
  const same = children.length === tree.children.length && children.every((child, i) => child === tree.children[i]);
  if (!same) tree.replaceChildren(...children);
  if (focused instanceof HTMLElement && tree.contains(focused)) focused.focus({ preventScroll: true });
  return items;
}

/** @param {number} id */
function makeItem(id) {
  const node = element("div", "node");
  node.setAttribute("role", "treeitem");
  node.dataset.id = `${id}`;
  node.tabIndex = -1;
  const piece = node.appendChild(newPiece());
  return { node, piece, value: node.appendChild(element("span", "value")) };
}

/** @type {(item: Item, node: TreeNode, parent: TreeNode | undefined, texts: Data["texts"]) => void} */
function updateItem({ node: item, piece, value }, node, parent, texts) {
  const prob = node.prob === null ? "" : percent(node.prob);
  show(piece, node.text);
  show(value, prob);
  item.style.gridArea = `${node.row + 1} / ${node.column + 1}`;
  item.style.setProperty("--up", `${parent ? node.row - parent.row : 0}`);
  item.classList.toggle("root", !parent);
  item.classList.toggle("on", node.on_path);
  item.classList.toggle("leads", node.children.length > 0);
  item.setAttribute("aria-selected", String(node.on_path));
  if (node.children.length) item.setAttribute("aria-expanded", "true");
  else item.removeAttribute("aria-expanded");
  const words = [node.text, prob, node.on_path ? texts.on : texts.other];
  item.setAttribute("aria-label", words.filter(Boolean).join(", "));
}

/**
 * The node that a key leads to from another.
 * @param {Nodes} nodes
 * @param {TreeNode} node
 * @param {string} pressed
 */
function neighbour(nodes, node, pressed) {
  const parent = parentOf(nodes, node);
  const siblings = parent ? [...parent.children].sort((a, b) => a.row - b.row) : [node];
  const all = [...nodes.values()];
  if (pressed === "ArrowRight") return onward(node) ?? node;
  if (pressed === "ArrowLeft") return parent ?? node;
  if (pressed === "ArrowDown") return siblings[siblings.indexOf(node) + 1] ?? node;
  if (pressed === "ArrowUp") return siblings[siblings.indexOf(node) - 1] ?? node;
  if (pressed === "Home") return all[0];
  if (pressed === "End") return all.filter((n) => n.on_path).at(-1) ?? node;
}

/** @type {(scroll: HTMLElement, item: HTMLElement) => void} */
function reveal(scroll, item) {
  keepInSight(scroll, "Top", item.offsetTop, item.offsetHeight + 8);
  keepInSight(scroll, "Left", item.offsetLeft, item.offsetWidth + 24);
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, (root) => buildTree(root, setTriggerValue));
  view.draw(data, setTriggerValue);
}
