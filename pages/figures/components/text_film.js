// Texts that grew out of each other, one a frame, with stretches marked in each.

/** @import { Props, Send } from "./shared.js" */
/** @import { FilmData, PlayerText } from "./player.js" */
/** @import { Part } from "./text_page.js" */
import { element, instance, legend, show, STILL, tips } from "./shared.js";
import { buildExchange, buildPlayer } from "./player.js";
import { buildPage } from "./text_page.js";

/**
 * `frames`: the parts of the text, and a line that says what it is.
 * @typedef {FilmData & {
 *   label: string,
 *   frames: { parts: Part[], value: string }[],
 *   mark: string,
 *   at: number,
 *   texts: Record<PlayerText | "text", string>,
 * }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildTextFilm(root, data, send) {
  root.setAttribute("role", "group");
  const page = buildPage(root);
  const value = root.appendChild(element("div", "value"));
  const key = root.appendChild(element("div", "legend"));
  const exchange = buildExchange(send);
  const view = { data };
  const player = buildPlayer(
    root,
    data,
    (frame) => {
      page.write(view.data.frames[frame].parts);
      show(value, view.data.frames[frame].value);
    },
    (frame) => exchange.rested(frame),
  );
  tips(root);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      exchange.send = send;
      view.data = data;
      root.setAttribute("aria-label", data.label);
      const texts = data.frames.map(({ parts }) => parts.map(([, words]) => words).join(""));
      const longest = texts.reduce((most, text) => text.length > most.length ? text : most, "");
      page.prepare(data.texts.text, longest);
      legend(key, [{ look: "marked", text: data.mark }]);
      const start = data.autoplay && STILL.matches && data.at === 0 ? data.frames.length - 1 : data.at;
      player.load(data, data.frames.length, exchange.asks(data.at) ? start : undefined);
    },
    close() {
      player.stop();
      exchange.close();
    },
  };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, (root) => buildTextFilm(root, data, setTriggerValue));
  view.draw(data, setTriggerValue);
  return () => view.close();
}
