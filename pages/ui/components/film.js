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
  // The arrow keys step the film wherever the focus is; on the slider they do so by themselves.
  stage.tabIndex = 0;
  stage.addEventListener("keydown", (event) => {
    const name = { ArrowLeft: ".back", ArrowRight: ".forward", " ": ".play", Enter: ".play" }[event.key];
    if (!name) return;
    event.preventDefault();
    root.querySelector(name).click();
  });
  stage.setAttribute("role", "group");
  tips(root);

  view.free = () => view.addresses.forEach((address) => URL.revokeObjectURL(address));
  view.draw = (data) => {
    const before = view.addresses;
    view.data = data;
    view.addresses = data.bodies.map((body) => URL.createObjectURL(new Blob([body], { type: "image/png" })));
    picture.hidden = view.addresses.length === 0;
    words.hidden = !picture.hidden;
    root.setAttribute("aria-label", data.label);
    stage.setAttribute("aria-label", data.label);
    player.load(data, data.captions.length);
    before.forEach((address) => URL.revokeObjectURL(address));
  };
  view.close = () => (player.stop(), view.free());
  return view;
}

export default function ({ data, parentElement }) {
  const view = instance(parentElement, buildFilm);
  view.draw(unpack(data));
  return () => view.close();
}
