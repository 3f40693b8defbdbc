// Functions that a model wrote, each as it would be read, and what becomes of it where it runs: in this browser.

/** @import { Props } from "./shared.js" */
/** @import { Verdict } from "./python_worker.js" */
/** @import { Options } from "./python_runner.js" */
import { element, fill, instance, newButton, phrase, show } from "./shared.js";
import { makeRunner } from "./python_runner.js";

/**
 * `note`: what is known of the try before it runs; `known`: a verdict that was measured before, if there is one.
 * @typedef {{ title: string, note: string, source: string, known: Verdict | null }} Try
 */

/**
 * `texts` holds, beside its own words, those of every verdict. `bytes`: all that is fetched, unpacked.
 * @typedef {{
 *   label: string,
 *   tries: Try[],
 *   checks: string[],
 *   python: Options,
 *   bytes: number,
 *   texts: Record<string, string>,
 * }} Data
 */

/** @typedef {Verdict & { here: boolean }} Seen a verdict, and whether it was given in this browser */

const GOOD = "right";
const MILD = ["wrong", "empty"];

/**
 * @param {HTMLElement} root
 * @param {Data} data
 */
function build(root, data) {
  root.setAttribute("role", "group");
  const bar = root.appendChild(element("div", "bar"));
  const button = bar.appendChild(newButton("go"));
  const told = bar.appendChild(element("span", "told"));
  told.setAttribute("role", "status");
  const list = root.appendChild(element("ol", "tries"));
  // Where the tries lie side by side, the keyboard scrolls them.
  new ResizeObserver(() => {
    if (list.scrollWidth > list.clientWidth) list.tabIndex = 0;
    else list.removeAttribute("tabindex");
  }).observe(list);
  const view = {
    data,
    asked: false,
    round: 0,
    /** @type {(Seen | null)[]} */
    seen: [],
    /** @type {ReturnType<typeof makeRunner> | null} */
    runner: null,
  };

  const draw = () => {
    const { texts, tries, label } = view.data;
    root.setAttribute("aria-label", label);
    list.setAttribute("aria-label", label);
    show(button, texts.run);
    fill(list, tries, makeTry, (parts, one, i) => drawTry(parts, one, view.seen[i], texts));
  };
  /** @param {string} text */
  const tell = (text) => show(told, text);

  const runAll = async () => {
    const round = ++view.round;
    const { tries, checks, python, bytes, texts } = view.data;
    view.runner ??= makeRunner(
      python,
      (got) => tell(phrase(texts.loading, { share: Math.min(99, Math.floor((100 * got) / bytes)) })),
    );
    button.disabled = true;
    try {
      for (const [i, { source }] of tries.entries()) {
        const verdict = await view.runner.run({ source, checks });
        if (round !== view.round) return;
        view.seen[i] = { ...verdict, here: true };
        tell(phrase(texts.running, { i: i + 1, n: tries.length }));
        draw();
      }
      const right = view.seen.filter((one) => one?.verdict === GOOD).length;
      tell(phrase(texts.ran, { right, n: tries.length }));
    } catch (error) {
      if (round === view.round) {
        tell(phrase(texts.failed, { why: `${error instanceof Error ? error.message : error}` }));
      }
    } finally {
      if (round === view.round) button.disabled = false;
    }
  };
  button.addEventListener("click", () => {
    view.asked = true;
    runAll();
  });

  /** @param {Data} next */
  const update = (next) => {
    const before = JSON.stringify([view.data.tries.map((one) => one.source), view.data.checks]);
    const changed = view.seen.length === 0 ||
      before !== JSON.stringify([next.tries.map((one) => one.source), next.checks]);
    view.data = next;
    if (changed) {
      view.round++;
      button.disabled = false;
      view.seen = next.tries.map(({ known }) => known && { ...known, here: false });
      tell(next.texts.size);
    }
    draw();
    if (changed && view.asked) runAll();
  };
  return { update, end: () => view.runner?.end() };
}

function makeTry() {
  const node = element("li", "try");
  const head = node.appendChild(element("div", "head"));
  const title = head.appendChild(element("b"));
  const chip = head.appendChild(element("span", "chip"));
  const note = head.appendChild(element("span", "note"));
  const detail = node.appendChild(element("div", "detail"));
  const code = node.appendChild(element("pre"));
  return { node, title, chip, note, detail, code };
}

/**
 * @param {ReturnType<typeof makeTry>} parts
 * @param {Try} one
 * @param {Seen | null} seen
 * @param {Record<string, string>} texts
 */
function drawTry({ title, chip, note, detail, code }, one, seen, texts) {
  show(title, one.title);
  show(note, [one.note, seen && !seen.here ? texts.prepared : ""].filter(Boolean).join(" · "));
  const verdict = seen?.verdict ?? "waiting";
  chip.className = `chip ${verdict === GOOD ? "good" : MILD.includes(verdict) ? "mild" : seen ? "bad" : "none"}`;
  show(chip, texts[verdict] ?? verdict);
  detail.hidden = !seen?.detail;
  show(detail, seen?.detail ?? "");
  show(code, one.source);
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  const view = instance(parentElement, (root) => build(root, data));
  view.update(data);
  return () => view.end();
}
