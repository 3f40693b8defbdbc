// A text written token by token, with the likeliest tokens of each step.

/** @import { Props } from "./shared.js" */
/** @import { FilmData, PlayerText } from "./player.js" */
import { element, fill, instance, legend, newPiece, percent, show, tips } from "./shared.js";
import { buildPlayer } from "./player.js";
import { buildPage } from "./text_page.js";

/**
 * One written token. `candidates`: likeliest first, with their probabilities; `chosen`: the index of the one that was
 * written, null if it was none of them.
 * @typedef {{ piece: string, text: string, candidates: [string, number][], chosen: number | null }} Step
 */

/**
 * @typedef {FilmData & {
 *   label: string,
 *   prompt: string,
 *   steps: Step[],
 *   texts: Record<PlayerText | "text" | "bars" | "chosen" | "other", string>,
 * }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 */
function buildWriting(root, data) {
  root.setAttribute("role", "group");
  const page = buildPage(root);
  const title = root.appendChild(element("div", "title"));
  const list = root.appendChild(element("div", "candidates"));
  list.setAttribute("role", "list");
  const key = root.appendChild(element("div", "legend"));
  const view = { data, top: 1 };
  const player = buildPlayer(root, data, (frame) => {
    const { steps, prompt, texts } = view.data;
    const before = steps.slice(0, frame).map((step) => step.text).join("");
    page.write([["given", prompt], ["written", before], ["marked", steps[frame].text]]);
    drawCandidates(list, steps[frame], view.top, texts.chosen);
  });
  tips(root);

  return {
    stop: player.stop,
    /** @param {Data} data */
    draw(data) {
      const { label, prompt, steps, texts } = data;
      view.data = data;
      // One scale for the whole film: a bar's length means the same at every token.
      view.top = Math.max(0.01, ...steps.flatMap((step) => step.candidates.map(([, prob]) => prob)));
      const most = Math.max(...steps.map((step) => step.candidates.length + (step.chosen === null ? 1 : 0)));
      root.setAttribute("aria-label", label);
      page.prepare(texts.text, prompt + steps.map((step) => step.text).join(""));
      list.setAttribute("aria-label", texts.bars);
      show(title, texts.bars);
      legend(key, [{ look: "chosen", text: texts.chosen }, { look: "other", text: texts.other }]);
      list.style.setProperty("--most", `${most}`);
      player.load(data, steps.length);
    },
  };
}

/**
 * `top`: the probability of a bar as long as its lane. `chosenText` marks the token that was written, in words.
 * @param {HTMLElement} list
 * @param {Step} step
 * @param {number} top
 * @param {string} chosenText
 */
function drawCandidates(list, step, top, chosenText) {
  /** @type {{ text: string, prob: number | null, chosen: boolean }[]} */
  const rows = step.candidates.map(([text, prob], i) => ({ text, prob, chosen: i === step.chosen }));
  if (step.chosen === null) rows.push({ text: step.piece, prob: null, chosen: true });
  fill(list, rows, makeCandidate, ({ node, piece, bar, value, note }, { text, prob, chosen }) => {
    show(piece, text);
    bar.className = chosen ? "chosen" : "other";
    bar.style.width = `${(100 * (prob ?? 0)) / top}%`;
    show(value, prob === null ? "…" : percent(prob));
    show(note, chosen ? chosenText : "");
    node.classList.toggle("picked", chosen);
  });
}

function makeCandidate() {
  const node = element("div", "candidate");
  node.setAttribute("role", "listitem");
  const piece = node.appendChild(newPiece());
  const bar = node.appendChild(element("span", "lane")).appendChild(element("i"));
  const value = node.appendChild(element("span", "value"));
  const note = node.appendChild(element("span", "hint"));
  return { node, piece, bar, value, note };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  const view = instance(parentElement, (root) => buildWriting(root, data));
  view.draw(data);
  return () => view.stop();
}
