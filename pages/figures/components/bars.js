// Next-token probabilities as bars; each row is a button. Tells Python "picked": the id of a row.

/** @import { Props, Send } from "./shared.js" */
import {
  arrive,
  decimal,
  element,
  fill,
  flash,
  instance,
  legend,
  newButton,
  newPiece,
  oneByOne,
  onPick,
  percent,
  roving,
  show,
  tips,
} from "./shared.js";

/**
 * `prob` and `second`, the value of the second series, lie in [0, 1]. `kept`: not cut by the filters.
 * @typedef {{ id: number, text: string, prob: number, kept: boolean, second: number | null, title: string }} Row
 */

/**
 * `first` and `second` are the names of the two series; an empty one is not in the legend.
 * @typedef {object} Data
 * @property {string} label
 * @property {Row[]} rows
 * @property {string} first
 * @property {string} second
 * @property {boolean} pickable
 * @property {Record<"kept" | "cut" | "axis" | "bars", string>} texts
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildBars(root, data, send) {
  const list = root.appendChild(element("div", "rows"));
  list.setAttribute("role", "group");
  list.setAttribute("aria-describedby", "hint");
  const axis = root.appendChild(element("div", "axis"));
  axis.setAttribute("aria-hidden", "true");
  const ticks = axis.appendChild(element("div", "ticks"));
  const title = axis.appendChild(element("div", "title"));
  const key = root.appendChild(element("div", "legend"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  const view = { data, send, drawn: false };
  const settle = roving(list, ".row", oneByOne);
  onPick(list, ".row", (item) => {
    if (!view.data.pickable) return;
    flash(item);
    view.send("picked", view.data.rows[[...list.children].indexOf(item)].id);
  });
  tips(root);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      view.data = data;
      view.send = send;
      list.setAttribute("aria-label", data.label);
      show(hint, data.pickable ? data.texts.bars : "");
      const { top, step } = percentAxis(Math.max(...data.rows.map((row) => Math.max(row.prob, row.second ?? 0)), 0));
      list.style.setProperty("--step", `${step / top}`);
      fill(list, data.rows, makeRow, (parts, row) => updateRow(parts, row, top, data));
      settle();
      const marks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
      fill(ticks, marks, () => ({ node: element("span") }), ({ node }, mark) => {
        show(node, decimal(100 * mark, 3, 0));
        node.style.insetInlineStart = `${(100 * mark) / top}%`;
      });
      show(title, data.texts.axis);
      legend(key, legendEntries(data));
      if (!view.drawn) arrive(list);
      view.drawn = true;
    },
  };
}

/** @param {Data} data */
function legendEntries({ rows, first, second, texts }) {
  const cut = rows.some((row) => !row.kept);
  const entries = [];
  if (cut || first || second) entries.push({ look: "kept", text: first || texts.kept });
  if (cut) entries.push({ look: "cut", text: texts.cut });
  if (second) entries.push({ look: "second", text: second });
  return entries;
}

function makeRow() {
  const node = newButton("row");
  const piece = node.appendChild(newPiece());
  const lane = node.appendChild(element("span", "lane"));
  const first = lane.appendChild(element("i", "first"));
  const second = lane.appendChild(element("i", "second"));
  const value = node.appendChild(element("span", "value"));
  const prob = value.appendChild(element("span"));
  const secondProb = value.appendChild(element("small"));
  return { node, piece, first, second, prob, secondProb };
}

/** @type {(parts: ReturnType<typeof makeRow>, row: Row, top: number, data: Data) => void} */
function updateRow({ node, piece, first, second, prob, secondProb }, row, top, data) {
  show(piece, row.text);
  show(prob, percent(row.prob));
  // Two bars may differ by less than their numbers show: then one number stands for both.
  const secondValue = row.second === null ? "" : percent(row.second);
  show(secondProb, secondValue === percent(row.prob) ? "" : secondValue);
  first.className = `first ${row.kept ? "kept" : "cut"}`;
  first.style.width = `${(100 * row.prob) / top}%`;
  second.hidden = row.second === null;
  second.style.width = `${(100 * (row.second ?? 0)) / top}%`;
  node.dataset.tip = row.title;
  node.tabIndex = node.tabIndex === 0 && node.hasAttribute("tabindex") ? 0 : -1;
  node.setAttribute("aria-disabled", String(!data.pickable));
  const words = [row.text, percent(row.prob)];
  if (!row.kept) words.push(data.texts.cut);
  if (row.second !== null) words.push(`${data.second} ${percent(row.second)}`);
  if (row.title) words.push(row.title);
  node.setAttribute("aria-label", words.join(", "));
}

/**
 * A round end of the axis, at least the longest bar, and the step of its marks; both as shares.
 * @param {number} longest
 */
function percentAxis(longest) {
  const steps = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25];
  const step = steps.find((s) => longest / s <= 6) ?? 0.25;
  return { step, top: Math.min(1, Math.max(1, Math.ceil(longest / step - 1e-9)) * step) };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, (root) => buildBars(root, data, setTriggerValue));
  view.draw(data, setTriggerValue);
}
