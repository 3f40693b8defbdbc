// A run as a film of pictures: several lanes side by side, one slider for all of them.

/** @import { Bytes, Props, Send } from "./shared.js" */
/** @import { FilmData } from "./player.js" */
import { element, fill, instance, show, STILL, tips, unpack } from "./shared.js";
import { addressPictures, buildExchange, buildPlayer, stepByKey } from "./player.js";

/**
 * n frames; `bodies`: n PNG files for each lane, lane after lane. If `tells`, Python hears of the frame at rest.
 * @typedef {FilmData & {
 *   label: string,
 *   lanes: { title: string, leads: string, captions: string[], pixels: boolean }[],
 *   values: string[],
 *   at: number,
 *   tells: boolean,
 *   bodies: Bytes[],
 * }} Data
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildPictureFilm(root, data, send) {
  root.setAttribute("role", "group");
  const stage = root.appendChild(element("div", "lanes"));
  const value = root.appendChild(element("div", "value"));
  const exchange = buildExchange(send);
  const view = { data, addresses: /** @type {string[]} */ ([]) };
  const player = buildPlayer(
    root,
    data,
    (frame) => {
      const { lanes, values } = view.data;
      fill(stage, lanes, makeLane, ({ title, picture, leads, caption }, lane, i) => {
        show(title, lane.title);
        show(leads, lane.leads);
        picture.className = lane.pixels ? "pixels" : "";
        picture.alt = `${lane.title}: ${lane.captions[frame]}`;
        const address = view.addresses[i * values.length + frame];
        if (picture.src !== address) picture.src = address;
        show(caption, lane.captions[frame]);
      });
      show(value, values[frame]);
    },
    (frame) => view.data.tells && exchange.rested(frame),
  );
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stepByKey(stage, root);
  tips(root);

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      exchange.send = send;
      view.data = data;
      stage.classList.toggle("led", data.lanes.some((lane) => lane.leads));
      stage.style.setProperty("--lanes", `${data.lanes.length}`);
      root.setAttribute("aria-label", data.label);
      stage.setAttribute("aria-label", data.label);
      const start = data.autoplay && STILL.matches && data.at === 0 ? data.values.length - 1 : data.at;
      const frame = exchange.asks(data.at) ? start : undefined;
      addressPictures(view, data.bodies, () => player.load(data, data.values.length, frame));
    },
    close() {
      player.stop();
      exchange.close();
      view.addresses.forEach((address) => URL.revokeObjectURL(address));
    },
  };
}

function makeLane() {
  const node = element("figure", "lane");
  const title = node.appendChild(element("div", "title"));
  const picture = node.appendChild(element("img"));
  const leads = node.appendChild(element("span", "leads"));
  leads.setAttribute("aria-hidden", "true"); // the titles say the same
  const caption = node.appendChild(element("figcaption", "caption"));
  for (const words of [title, caption]) words.dir = "auto";
  return { node, title, picture, leads, caption };
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Data} */
  const film = unpack(data);
  const view = instance(parentElement, (root) => buildPictureFilm(root, film, setTriggerValue));
  view.draw(film, setTriggerValue);
  return () => view.close();
}
