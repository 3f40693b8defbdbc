// Attention of all heads as thumbnails, and of one head as arcs and as a matrix. Tells Python "picked" and "toggled":
// [layer, head].

/** @import { Bytes, Props, Send } from "./shared.js" */
import { element, halves, instance, legend, newButton, percent, phrase, show, STILL, tips, unpack } from "./shared.js";
import { buildOverview, shareColours } from "./attention_overview.js";
import { buildRows } from "./attention_rows.js";
import { buildMatrix } from "./attention_matrix.js";

const PLAYED = 4800; // milliseconds in which, on arrival, every token has looked back

/** @typedef {[layer: number, head: number]} Head */

/**
 * n tokens. `chosen`: the head shown in detail; `kinds`: what was measured of some heads; `switch`: whether heads can be
 * switched off. `bodies`: thumbnails uint8 (layers, heads, size, size), then the chosen head's shares float16 (n, n),
 * query by key.
 * @typedef {object} Data
 * @property {string} label
 * @property {string[]} tokens
 * @property {[layers: number, heads: number, size: number]} grid
 * @property {Head} chosen
 * @property {Head[]} ablated
 * @property {[layer: number, head: number, look: string, share: number, text: string][]} kinds
 * @property {boolean} switch
 * @property {Record<Text, string>} texts
 * @property {[thumbnails: Bytes, shares: Bytes]} bodies
 */

/**
 * @typedef {"all" | "other" | "grid" | "head" | "off" | "switch_off" | "switch_on" | "rows" | "share" | "layers" | "matrix"
 *   | "query" | "key" | "reading" | "later" | "larger" | "smaller"} Text
 */

/**
 * What the parts of the view share: the data, the query and key chosen, and what the visitor does.
 * @typedef {object} View
 * @property {Data} data
 * @property {number} query
 * @property {number} key
 * @property {(query: number, key: number) => number} share
 * @property {(head: Head) => void} pick
 * @property {(query: number, key?: number) => void} choose without a key, the one that the query looks at most
 * @property {(query: number, key: number) => void} mark shows a query and a key, and chooses neither
 * @property {(query: number) => void} markQuery
 * @property {() => void} markChosen
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildAttention(root, data, send) {
  let shares = new Float32Array();
  let drawn = false;
  /** @type {View} */
  const view = {
    data,
    query: data.tokens.length - 1,
    key: 0,
    share: (query, key) => shares[query * view.data.tokens.length + key],
    pick: (head) => send("picked", head),
    mark(query, key) {
      rows.mark(query);
      matrix.mark(query, key);
    },
    markQuery: (query) => view.mark(query, strongest(view, query)),
    markChosen: () => view.mark(view.query, view.key),
    choose(query, key = strongest(view, query)) {
      view.query = query;
      view.key = key;
      view.markChosen();
      rows.reveal(query);
      matrix.reveal(query, key);
    },
  };
  const caption = root.appendChild(element("div", "caption"));
  const overview = buildOverview(root, view);
  const kindKey = root.appendChild(element("div", "legend"));
  const header = buildHeader(root, () => send("toggled", view.data.chosen));
  const panes = root.appendChild(element("div", "panes"));
  const rows = buildRows(panes, view);
  const matrix = buildMatrix(panes, view);
  const scaleTitle = buildScale(root);
  const table = root.appendChild(element("div", "hint"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  tips(root, overview.pattern);

  return {
    /** @type {(data: Data, newSend: Send) => void} */
    draw(data, newSend) {
      const n = data.tokens.length;
      if (view.data.tokens.length !== n) view.query = n - 1;
      send = newSend;
      view.data = data;
      shares = halves(data.bodies[1]);
      const colours = shareColours(root);
      root.setAttribute("role", "group");
      root.setAttribute("aria-label", data.label);
      show(caption, data.texts.all);
      show(hint, data.texts.grid);
      overview.draw(data, colours);
      legend(kindKey, kindEntries(data));
      header.draw(data);
      show(scaleTitle, data.texts.share);
      rows.draw(data);
      matrix.draw(data, shares, colours);
      view.choose(view.query);
      drawTable(table, view);
      if (!drawn) playThrough(root, view);
      drawn = true;
    },
  };
}

/**
 * On arrival each token looks back in its turn, until the visitor does something.
 * @param {HTMLElement} root
 * @param {View} view
 */
function playThrough(root, view) {
  const queries = view.data.tokens.length;
  if (STILL.matches) return;
  let query = 0;
  const stop = () => {
    clearInterval(timer);
    view.markChosen();
  };
  const timer = setInterval(() => {
    if (query === queries || !root.isConnected) return stop();
    view.markQuery(query++);
  }, Math.min(800, PLAYED / queries));
  for (const touched of ["pointerdown", "keydown"]) root.addEventListener(touched, stop, { once: true });
}

/**
 * The name of the chosen head, its kind, and the switch.
 * @param {HTMLElement} root
 * @param {() => void} toggle
 */
function buildHeader(root, toggle) {
  const header = root.appendChild(element("div", "header"));
  const title = header.appendChild(element("strong"));
  const kind = header.appendChild(element("span", "kind"));
  const button = header.appendChild(newButton("switch"));
  button.onclick = toggle;
  return {
    /** @param {Data} data */
    draw(data) {
      const [layer, head] = data.chosen;
      show(title, phrase(data.texts.head, { layer, head }));
      const measured = data.kinds.find(([ofLayer, ofHead]) => ofLayer === layer && ofHead === head);
      show(kind, measured?.[4] ?? "");
      button.hidden = !data.switch;
      const off = data.ablated.some((pair) => String(pair) === String(data.chosen));
      show(button, off ? data.texts.switch_on : data.texts.switch_off);
    },
  };
}

/**
 * The scale of all colours; returns where its title is shown.
 * @param {HTMLElement} root
 */
function buildScale(root) {
  const scale = root.appendChild(element("div", "scale"));
  const title = scale.appendChild(element("span"));
  const ruler = scale.appendChild(element("span", "ruler"));
  ruler.append(element("span", "ramp"));
  const marks = ruler.appendChild(element("span", "marks"));
  for (const mark of [0, 25, 100]) marks.append(element("span", "", `${mark}\u202f%`));
  return title;
}

/**
 * How many heads there are of each kind, named by its words up to a comma, and how many of none.
 * @param {Data} data
 */
function kindEntries({ grid: [layers, heads], kinds, ablated, texts }) {
  const looks = [...new Set(kinds.map(([, , look]) => look))];
  const entries = looks.map((look) => {
    const alike = kinds.filter((kind) => kind[2] === look);
    return { look, text: `${alike[0][4].split(",")[0]}: ${alike.length}` };
  });
  entries.push({ look: "other", text: `${texts.other}: ${layers * heads - kinds.length}` });
  return ablated.length ? [...entries, { look: "off", text: `${texts.off}: ${ablated.length}` }] : entries;
}

/**
 * The key a query looks at most.
 * @param {View} view
 * @param {number} query
 */
function strongest(view, query) {
  let best = 0;
  for (let key = 1; key <= query; key++) if (view.share(query, key) > view.share(query, best)) best = key;
  return best;
}

/**
 * For screen readers: the matrix as a table, for texts short enough to be listened to.
 * @param {HTMLElement} parent
 * @param {View} view
 */
function drawTable(parent, view) {
  const { tokens, texts } = view.data;
  parent.replaceChildren();
  if (tokens.length > 16) return;
  /** @type {(cells: string[], tag: "td" | "th") => HTMLElement} */
  const line = (cells, tag) => {
    const row = element("tr");
    row.append(...cells.map((text, i) => element(i === 0 ? "th" : tag, "", text)));
    return row;
  };
  const table = parent.appendChild(element("table"));
  table.append(element("caption", "", texts.share), line([texts.query, ...tokens], "th"));
  for (const [query, token] of tokens.entries()) {
    const cells = tokens.map((_, key) => (key > query ? "–" : percent(view.share(query, key))));
    table.append(line([token, ...cells], "td"));
  }
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Data} */
  const attention = unpack(data);
  const view = instance(parentElement, (root) => buildAttention(root, attention, setTriggerValue));
  view.draw(attention, setTriggerValue);
}
