// The tokens of the text one below the other, with arcs from the chosen query to the keys it looks at.

/** @import { Data, View } from "./attention_view.js" */
import {
  all,
  byKey,
  closest,
  element,
  fill,
  hasFocus,
  keepInSight,
  newPiece,
  percent,
  roving,
  show,
  svgElement,
} from "./shared.js";

const ROW = 26; // pixels, the height of a token's row
const ARCS = 110; // pixels, the width of the arcs
const FAINT = 0.02; // arcs under this share are left out

/**
 * @param {HTMLElement} parent
 * @param {View} view
 */
export function buildRows(parent, view) {
  const pane = parent.appendChild(element("div", "pane rows"));
  const title = pane.appendChild(element("div", "paneTitle"));
  const scroll = pane.appendChild(element("div", "scroll"));
  const arcs = scroll.appendChild(svgElement("svg"));
  arcs.setAttribute("aria-hidden", "true");
  const list = scroll.appendChild(element("div", "list"));
  list.setAttribute("role", "listbox");
  const settle = roving(list, ".token", (pressed, rows, index) => {
    const last = rows.length - 1;
    const next = byKey(pressed, { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last });
    if (next !== undefined) view.choose(Math.max(0, Math.min(last, next)));
    return next;
  });
  /** @type {(event: Event, use: (query: number) => void) => void} */
  const withQuery = (event, use) => {
    const row = closest(event, ".token");
    if (row) use([...list.children].indexOf(row));
  };
  list.addEventListener("click", (event) => withQuery(event, view.choose));
  list.addEventListener("pointerover", (event) => withQuery(event, view.markQuery));
  list.addEventListener("pointerleave", view.markChosen);

  return {
    /** @param {Data} data */
    draw({ texts, tokens }) {
      show(title, texts.rows);
      list.setAttribute("aria-label", texts.rows);
      fill(list, tokens, makeToken, ({ piece }, text) => show(piece, text));
      arcs.setAttribute("width", `${ARCS}`);
      arcs.setAttribute("height", `${ROW * tokens.length}`);
      settle(hasFocus(list) ? null : all(list, ".token")[view.query]);
    },
    /** @param {number} query */
    reveal: (query) => keepInSight(scroll, "Top", ROW * query, ROW),
    /** @param {number} query */
    mark(query) {
      const { tokens } = view.data;
      fill(list, tokens, makeToken, ({ node, value }, _, key) => {
        const share = view.share(query, key);
        node.setAttribute("aria-selected", String(key === query));
        node.classList.toggle("later", key > query);
        node.style.setProperty("--share", `${Math.sqrt(share)}`);
        show(value, key > query ? "–" : percent(share));
      });
      const keys = [...tokens.keys()].filter((key) => view.share(query, key) >= FAINT);
      fill(arcs, keys, () => ({ node: svgElement("path") }), ({ node }, key) => {
        node.setAttribute("d", arc(query, key));
        node.style.strokeWidth = `${1 + 5 * view.share(query, key)}`;
        node.style.opacity = `${0.25 + 0.75 * Math.sqrt(view.share(query, key))}`;
      });
    },
  };
}

function makeToken() {
  const node = element("div", "token");
  node.setAttribute("role", "option");
  node.tabIndex = -1;
  const piece = node.appendChild(newPiece());
  return { node, piece, value: node.appendChild(element("span", "value")) };
}

/**
 * From the middle of the query's row to the key's, the farther the wider; a small loop where a token sees itself.
 * @param {number} query
 * @param {number} key
 */
function arc(query, key) {
  const [from, to] = [query, key].map((row) => ROW * (row + 0.5));
  if (query === key) {
    return `M${ARCS} ${from - 5} C${ARCS - 16} ${from - 9} ${ARCS - 16} ${from + 9} ${ARCS} ${from + 5}`;
  }
  const x = ARCS - Math.min(1.3 * ARCS, 16 + 0.55 * Math.abs(to - from));
  return `M${ARCS} ${from} C${x} ${from} ${x} ${to} ${ARCS} ${to}`;
}
