// data (packed): {label, names: [n], columns, chosen, texts}, bodies: a sheet of n square pictures (WebP).
// Tells Python "picked": the place of a picture.

function buildGallery(root) {
  const list = root.appendChild(element("div", "pictures"));
  list.setAttribute("role", "group");
  const hint = root.appendChild(element("span", "hint"));
  const view = {};
  const settle = roving(list, "button", (key, items, at) => {
    const across = getComputedStyle(list).gridTemplateColumns.split(" ").length;
    return { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - across, ArrowDown: at + across, Home: 0, End: items.length - 1 }[key];
  });
  onPick(list, "button", (item) => {
    flash(item);
    view.tell("picked", [...list.children].indexOf(item));
  });
  tips(root);

  view.draw = async (data, tell) => {
    view.tell = tell;
    list.setAttribute("aria-label", data.label);
    show(hint, data.texts.keys);
    const sheet = await createImageBitmap(new Blob([data.bodies[0]], { type: "image/webp" }));
    const size = sheet.width / data.columns;
    fill(list, data.names, makePicture, (button, name, i) => {
      const [row, column] = [Math.floor(i / data.columns), i % data.columns];
      const canvas = button.firstChild;
      canvas.width = canvas.height = size;
      canvas.getContext("2d").drawImage(sheet, column * size, row * size, size, size, 0, 0, size, size);
      button.setAttribute("aria-label", name);
      button.setAttribute("aria-pressed", i === data.chosen);
      button.dataset.tip = name;
    });
    settle(list.children[data.chosen ?? 0]);
  };
  return view;
}

function makePicture() {
  const button = element("button");
  button.type = "button";
  button.append(element("canvas"));
  return button;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildGallery);
  view.draw(unpack(data), setTriggerValue);
}
