// data (packed): {label, lanes: [{title, captions: [n], pixels}], values: [n], at, per_second, autoplay, tells, texts},
// bodies: n PNG files for each lane, lane after lane.
// Tells Python "shown": the frame, once the visitor has come to rest on it, if `tells`.

function buildPictureFilm(root) {
  root.setAttribute("role", "group");
  const stage = root.appendChild(element("div", "lanes"));
  const value = root.appendChild(element("div", "value"));
  const view = { addresses: [], resting: 0 };
  const player = buildPlayer(
    root,
    (at) => {
      const count = view.data.values.length;
      fill(stage, view.data.lanes, makeLane, (node, lane, i) => {
        const [title, picture, caption] = node.children;
        show(title, lane.title);
        picture.className = lane.pixels ? "pixels" : "";
        picture.alt = `${lane.title}: ${lane.captions[at]}`;
        const address = view.addresses[i * count + at];
        if (picture.src !== address) picture.src = address;
        show(caption, lane.captions[at]);
      });
      show(value, view.data.values[at]);
    },
    tellAtRest(view, () => view.data.tells),
  );
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stepByKey(stage, root);
  tips(root);

  view.draw = (data, tell) => {
    view.tell = tell;
    // Another frame is asked for, and not by an echo of what this film told.
    const moved = data.at !== view.data?.at && data.at !== view.told;
    view.data = data;
    if (moved) view.told = undefined;
    stage.style.setProperty("--lanes", data.lanes.length);
    root.setAttribute("aria-label", data.label);
    stage.setAttribute("aria-label", data.label);
    const at = data.autoplay && STILL.matches ? data.values.length - 1 : data.at;
    addressPictures(view, data.bodies, () => player.load(data, data.values.length, moved ? at : undefined));
  };
  view.close = () => {
    player.stop();
    clearTimeout(view.resting);
    view.addresses.forEach((address) => URL.revokeObjectURL(address));
  };
  return view;
}

function makeLane() {
  const lane = element("figure", "lane");
  lane.append(element("div", "title"), element("img"), element("figcaption", "caption"));
  for (const words of [lane.firstChild, lane.lastChild]) words.dir = "auto";
  return lane;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildPictureFilm);
  view.draw(unpack(data), setTriggerValue);
  return () => view.close();
}
