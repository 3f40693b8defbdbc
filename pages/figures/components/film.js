// data (packed): {label, captions: [n], texts_shown: [n] or [], per_second, autoplay, texts}, bodies: n PNG files or none.
// It tells Python nothing.

function buildFilm(root) {
  root.setAttribute("role", "group");
  const stage = root.appendChild(element("div", "stage"));
  const picture = stage.appendChild(element("img"));
  const words = stage.appendChild(element("div", "words"));
  words.dir = "auto";
  const caption = root.appendChild(element("div", "caption"));
  caption.dir = "auto";
  const view = { addresses: [] };
  const player = buildPlayer(root, (at) => {
    picture.src = view.addresses[at] ?? "";
    picture.alt = view.data.captions[at];
    show(words, view.data.texts_shown[at] ?? "");
    show(caption, view.data.captions[at]);
  });
  stage.tabIndex = 0;
  stepByKey(stage, root);
  stage.setAttribute("role", "group");
  tips(root);

  view.free = () => view.addresses.forEach((address) => URL.revokeObjectURL(address));
  view.draw = (data) => {
    view.data = data;
    picture.hidden = data.bodies.length === 0;
    words.hidden = !picture.hidden;
    root.setAttribute("aria-label", data.label);
    stage.setAttribute("aria-label", data.label);
    addressPictures(view, data.bodies, () => player.load(data, data.captions.length));
  };
  view.close = () => (player.stop(), view.free());
  return view;
}

export default function ({ data, parentElement }) {
  const view = instance(parentElement, buildFilm);
  view.draw(unpack(data));
  return () => view.close();
}
