// Small pictures to pick one from. Tells Python "picked": the index of a picture.

/** @import { Bytes, Props, Send } from "./shared.js" */
import {
  byKey,
  element,
  fill,
  flash,
  instance,
  newButton,
  onPick,
  penOf,
  roving,
  show,
  tips,
  unpack,
} from "./shared.js";

/**
 * `bodies`: one sheet of n square pictures (WebP), row by row.
 * @typedef {object} Data
 * @property {string} label
 * @property {string[]} names
 * @property {number} columns
 * @property {number | null} chosen
 * @property {{ keys: string }} texts
 * @property {Bytes[]} bodies
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildGallery(root, data, send) {
  const list = root.appendChild(element("div", "pictures"));
  list.setAttribute("role", "group");
  const hint = root.appendChild(element("span", "hint"));
  const view = { data, send };
  const settle = roving(list, "button", (key, items, index) => {
    const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
    const vertical = { ArrowUp: index - columns, ArrowDown: index + columns };
    return byKey(key, { ...vertical, ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: items.length - 1 });
  });
  onPick(list, "button", (item) => {
    flash(item);
    view.send("picked", [...list.children].indexOf(item));
  });
  tips(root);

  return {
    /** @type {(data: Data, send: Send) => Promise<void>} */
    async draw(data, send) {
      view.data = data;
      view.send = send;
      list.setAttribute("aria-label", data.label);
      show(hint, data.texts.keys);
      const sheet = await createImageBitmap(new Blob([data.bodies[0]], { type: "image/webp" }));
      if (view.data !== data) return; // newer pictures came while these were read
      const size = sheet.width / data.columns;
      fill(list, data.names, makePicture, ({ node, canvas }, name, i) => {
        const [row, column] = [Math.floor(i / data.columns), i % data.columns];
        canvas.width = canvas.height = size;
        penOf(canvas).drawImage(sheet, column * size, row * size, size, size, 0, 0, size, size);
        node.setAttribute("aria-label", name);
        node.setAttribute("aria-pressed", String(i === data.chosen));
        node.dataset.tip = name;
      });
      settle(list.querySelectorAll("button")[data.chosen ?? 0]);
    },
  };
}

function makePicture() {
  const node = newButton();
  return { node, canvas: node.appendChild(element("canvas")) };
}

/** @param {Props<Bytes>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  /** @type {Data} */
  const pictures = unpack(data);
  const view = instance(parentElement, (root) => buildGallery(root, pictures, setTriggerValue));
  view.draw(pictures, setTriggerValue);
}
