// data (packed): {label, tokens: [n], grid: [layers, heads, size], chosen: [layer, head], ablated: [[layer, head]],
//   kinds: [[layer, head, letter, text]], switch, texts}, bodies: thumbnails uint8 (layers, heads, size, size);
//   the chosen head's shares float16 (n, n), query by key.
// triggers "picked" and "toggled": [layer, head].

function buildAttention(root) {
  const view = { query: 0, key: 0, data: null };
  const caption = root.appendChild(element("div", "caption"));
  const overview = buildOverview(root, view);
  const kindKey = root.appendChild(element("div", "legend"));
  const header = root.appendChild(element("div", "header"));
  const title = header.appendChild(element("strong"));
  const kind = header.appendChild(element("span", "kind"));
  const toggle = header.appendChild(element("button", "switch"));
  toggle.type = "button";
  toggle.onclick = () => view.toggle(view.data.chosen);
  const panes = root.appendChild(element("div", "panes"));
  const rows = buildRows(panes, view);
  const matrix = buildMatrix(panes, view);
  const scale = root.appendChild(element("div", "scale"));
  const unit = scale.appendChild(element("span"));
  const ruler = scale.appendChild(element("span", "ruler"));
  const [, marks] = ["ramp", "marks"].map((name) => ruler.appendChild(element("span", name)));
  for (const mark of [0, 0.25, 1]) marks.append(element("span", "", percent(mark).replace(".0", "")));
  const table = root.appendChild(element("div", "hint"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  tips(root);

  view.share = (query, key) => view.shares[query * view.data.tokens.length + key];
  const mark = (query, key) => (rows.mark(query), matrix.mark(query, key));
  view.mark = () => mark(view.query, view.key);
  view.read = (query, key) => mark(query, key);
  view.glance = (query) => (query === null ? view.mark() : mark(query, strongest(view, query)));
  view.look = (query, key) => {
    view.query = query;
    view.key = key ?? strongest(view, query);
    view.mark();
    rows.reveal(query);
    matrix.reveal(query, view.key);
  };
  view.draw = (data) => {
    const n = data.tokens.length;
    const fresh = view.data?.tokens.length !== n;
    view.data = data;
    view.shares = halves(data.bodies[1]);
    const colours = shareColours(root);
    const [layer, head] = data.chosen;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", data.label);
    show(caption, data.texts.all);
    show(hint, data.texts.grid);
    overview.draw(data, colours);
    const letters = new Map(data.kinds.map((given) => [given[2], given[3].split(",")[0]]));
    const crossed = data.ablated.length ? [["off", data.texts.off]] : [];
    legend(kindKey, [...[...letters].map(([letter, text]) => ["none", `${letter}: ${text}`]), ...crossed]);
    show(title, phrase(data.texts.head, { layer, head }));
    show(kind, data.kinds.find((given) => given[0] === layer && given[1] === head)?.[3] ?? "");
    toggle.hidden = !data.switch;
    const off = data.ablated.some((pair) => String(pair) === String(data.chosen));
    show(toggle, off ? data.texts.switch_on : data.texts.switch_off);
    show(unit, data.texts.share);
    if (fresh) Object.assign(view, { query: n - 1, key: 0 });
    rows.draw(data);
    matrix.draw(data, colours);
    view.look(view.query);
    drawTable(table, view);
  };
  return view;
}

/** The key a query looks at most. */
function strongest(view, query) {
  let best = 0;
  for (let key = 1; key <= query; key++) if (view.share(query, key) > view.share(query, best)) best = key;
  return best;
}

/** For screen readers: the matrix as a table, for texts short enough to be listened to. */
function drawTable(parent, view) {
  const { tokens, texts } = view.data;
  parent.replaceChildren();
  if (tokens.length > 16) return;
  const line = (cells, tag) => {
    const row = element("tr");
    row.append(...cells.map((text, i) => element(i === 0 ? "th" : tag, "", text)));
    return row;
  };
  const table = parent.appendChild(element("table"));
  table.append(element("caption", "", texts.share), line([texts.query, ...tokens], "th"));
  for (const [q, token] of tokens.entries())
    table.append(line([token, ...tokens.map((_, k) => (k > q ? "–" : percent(view.share(q, k))))], "td"));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildAttention);
  view.pick = (pair) => setTriggerValue("picked", pair);
  view.toggle = (pair) => setTriggerValue("toggled", pair);
  view.draw(unpack(data));
}
