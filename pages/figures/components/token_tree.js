// data: {label, texts, nodes: [{id, parent, text, prob: [0, 1] | null, on_path}]}, parents before children.
// trigger "picked": the id of the node.

function buildTree(root) {
  const scroll = root.appendChild(element("div", "scroll"));
  const tree = scroll.appendChild(element("div", "tree"));
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-describedby", "hint");
  const key = root.appendChild(element("div", "legend"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  const view = { shown: new Map(), depth: 0 };
  const node = (item) => view.nodes.get(Number(item.dataset.id));
  const settle = roving(tree, ".node", (pressed, items, at) => {
    const to = neighbour(view, node(items[at]), pressed);
    return to && items.indexOf(view.shown.get(to.id));
  });
  onPick(tree, ".node", (item) => {
    if (node(item).parent === null) return;
    flash(item);
    view.pick(node(item).id);
  });

  view.draw = (data) => {
    view.nodes = new Map(data.nodes.map((given) => [given.id, { ...given, children: [] }]));
    for (const child of view.nodes.values()) view.nodes.get(child.parent)?.children.push(child);
    const first = view.nodes.get(data.nodes[0].id);
    layOut(first, 0, 0, []);
    tree.setAttribute("aria-label", data.label);
    show(hint, data.texts.tree);
    legend(key, [["on", data.texts.on], ["other", data.texts.other]]);
    place(tree, view, first, data.texts);
    const path = [...view.nodes.values()].filter((given) => given.on_path);
    const last = path.at(-1) ?? first;
    const focused = tree.getRootNode().activeElement;
    const inside = tree.contains(focused);
    settle(inside ? undefined : view.shown.get(last.id));
    // A text that grows is followed; who has branched somewhere stays there; the first view begins at the start.
    if (inside) reveal(scroll, focused);
    else if (view.depth && path.length > view.depth) reveal(scroll, view.shown.get(last.id));
    view.depth = path.length;
  };
  return view;
}

/** The child that goes on in its parent's row: on the path, else one with children of its own, else the first. */
function onward(node) {
  const { children } = node;
  return children.find((c) => c.on_path) ?? children.find((c) => c.children.length) ?? children[0];
}

/** Gives `node` and all below it a column and a row. `floor[column]` is the first free row of a column. */
function layOut(node, column, row, floor) {
  const chain = [];
  for (let n = node, c = column; n; n = onward(n), c++) {
    Object.assign(n, { column: c, row });
    floor[c] = row + 1;
    chain.push(n);
  }
  for (const n of chain)
    for (const leaf of n.children)
      if (leaf !== onward(n) && !leaf.children.length)
        Object.assign(leaf, { column: n.column + 1, row: floor[n.column + 1]++ });
  // From right to left, so that the line down to a branch crosses no other branch.
  for (const n of chain.reverse())
    for (const branch of n.children)
      if (branch !== onward(n) && branch.children.length) {
        const start = n.column + 1;
        let free = 0;
        for (let c = start, b = branch; b; b = onward(b), c++) free = Math.max(free, floor[c] ?? 0);
        layOut(branch, start, free, floor);
      }
}

/** One element per node, kept by id, in the order of reading: a token, what follows it, then its alternatives. */
function place(tree, view, first, texts) {
  const focused = tree.getRootNode().activeElement;
  const order = [];
  const visit = (node, level, at, of) => {
    order.push({ node, level, at, of });
    const next = onward(node);
    const children = [next, ...node.children.filter((child) => child !== next)].filter(Boolean);
    children.forEach((child, i) => visit(child, level + 1, i + 1, children.length));
  };
  visit(first, 1, 1, 1);
  const shown = new Map();
  for (const { node, level, at, of } of order) {
    const item = view.shown.get(node.id) ?? makeNode(node.id);
    updateNode(item, node, view.nodes.get(node.parent), texts);
    item.setAttribute("aria-level", level);
    item.setAttribute("aria-posinset", at);
    item.setAttribute("aria-setsize", of);
    shown.set(node.id, item);
  }
  view.shown = shown;
  const items = [...shown.values()];
  if (items.length !== tree.children.length || items.some((item, i) => item !== tree.children[i]))
    tree.replaceChildren(...items);
  if (focused?.isConnected && tree.contains(focused)) focused.focus({ preventScroll: true });
}

function makeNode(id) {
  const item = element("div", "node");
  item.setAttribute("role", "treeitem");
  item.dataset.id = id;
  item.tabIndex = -1;
  const text = item.appendChild(element("bdi", "piece"));
  text.dir = "auto";
  item.append(element("span", "value"));
  return item;
}

function updateNode(item, node, parent, texts) {
  show(item.firstChild, node.text);
  show(item.lastChild, node.prob === null ? "" : percent(node.prob));
  item.style.gridArea = `${node.row + 1} / ${node.column + 1}`;
  item.style.setProperty("--up", parent ? node.row - parent.row : 0);
  item.classList.toggle("root", !parent);
  item.classList.toggle("on", node.on_path);
  item.classList.toggle("leads", node.children.length > 0);
  item.setAttribute("aria-selected", String(node.on_path));
  if (node.children.length) item.setAttribute("aria-expanded", "true");
  else item.removeAttribute("aria-expanded");
  const said = [node.text, node.prob !== null && percent(node.prob), node.on_path ? texts.on : texts.other];
  item.setAttribute("aria-label", said.filter(Boolean).join(", "));
}

function neighbour(view, node, pressed) {
  const parent = view.nodes.get(node.parent);
  const siblings = parent ? [...parent.children].sort((a, b) => a.row - b.row) : [node];
  if (pressed === "ArrowRight") return onward(node) ?? node;
  if (pressed === "ArrowLeft") return parent ?? node;
  if (pressed === "ArrowDown") return siblings[siblings.indexOf(node) + 1] ?? node;
  if (pressed === "ArrowUp") return siblings[siblings.indexOf(node) - 1] ?? node;
  if (pressed === "Home") return [...view.nodes.values()][0];
  if (pressed === "End") return [...view.nodes.values()].filter((n) => n.on_path).at(-1) ?? node;
}

function reveal(scroll, item) {
  keepInSight(scroll, "Top", item.offsetTop, item.offsetHeight + 8);
  keepInSight(scroll, "Left", item.offsetLeft, item.offsetWidth + 24);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildTree);
  view.pick = (id) => setTriggerValue("picked", id);
  view.draw(data);
}
