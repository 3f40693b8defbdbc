// data (packed): {label, layers: [{kind, name, colour, bodies, …}], values: [n], captions: [n], reach, at, autoplay,
// per_second, tells, draws, most, texts}, bodies: the layers' arrays, in order.
// Tells Python "shown" (the frame at rest) if `tells`, and "drawn" ([x, y, …] in hundredths) if `draws`.

const APART = 0.04; // between points drawn in one stroke, as a share of the reach

function buildPlane(root) {
  root.setAttribute("role", "group");
  const canvas = root.appendChild(element("canvas"));
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  const keys = root.appendChild(element("div", "legend"));
  const tools = root.appendChild(element("div", "tools"));
  const [pen, clear] = ["pen", "clear"].map((name) => tools.appendChild(element("button", name)));
  for (const button of [pen, clear]) button.type = "button";
  const value = root.appendChild(element("div", "value"));
  const view = { layers: [], at: 0, resting: 0, drawing: false, drawn: [] };

  const paint = () => {
    if (view.data) paintPlane(canvas, root, view);
  };
  const player = buildPlayer(
    root,
    (at) => {
      view.at = at;
      canvas.setAttribute("aria-label", view.data.captions[at]);
      show(value, view.data.values[at]);
      paint();
    },
    tellAtRest(view, () => view.data.tells),
  );
  stepByKey(canvas, root);
  drawByHand(canvas, view, paint);
  const tool = () => {
    show(pen, view.drawing ? view.data.texts.done : view.data.texts.draw);
    pen.setAttribute("aria-pressed", view.drawing);
    show(clear, view.data.texts.clear);
    canvas.classList.toggle("drawing", view.drawing);
  };
  pen.onclick = () => {
    view.drawing = !view.drawing;
    view.drawn = [];
    if (view.drawing) player.stop();
    tool();
    paint();
  };
  clear.onclick = () => {
    Object.assign(view, { drawing: false, drawn: [] });
    tool();
    view.tell("drawn", []);
  };
  tips(root);
  const resized = new ResizeObserver(paint);

  view.draw = (data, tell) => {
    view.tell = tell;
    const moved = data.at !== view.data?.at && data.at !== view.told;
    view.data = data;
    if (moved) view.told = undefined;
    if (!view.drawing) view.drawn = [];
    const bodies = [...data.bodies];
    view.layers = data.layers.map((layer) => {
      const own = bodies.splice(0, layer.bodies);
      const arrays = own.map((body) => (layer.kind === "surface" ? body : new Float32Array(body.buffer)));
      // An array of one frame stands still.
      const size = arrays.map((array) => array.length / framesOf(layer, array, data.values.length));
      return { ...layer, arrays, size };
    });
    root.setAttribute("aria-label", data.label);
    tools.hidden = !data.draws;
    tool();
    legend(keys, data.layers.filter((layer) => layer.kind !== "surface").map((layer) => [mark(layer), layer.name]));
    for (const layer of data.layers.filter((one) => one.kind === "surface")) keys.append(ramp(layer));
    resized.observe(canvas);
    const at = data.autoplay && STILL.matches ? data.values.length - 1 : data.at;
    player.load(data, data.values.length, moved ? at : undefined);
  };
  view.close = () => {
    player.stop();
    clearTimeout(view.resting);
    resized.disconnect();
  };
  return view;
}

function framesOf(layer, array, count) {
  const one = layer.kind === "surface" ? layer.rows * layer.columns : layer.n * 2;
  return array.length === one ? 1 : count;
}

const mark = (layer) => `mark ${layer.kind} ${layer.colour}${layer.hollow ? " hollow" : ""}`;

/** The scale of a surface: its two ends in words, and the colours between them. */
function ramp(layer) {
  const item = element("span", "key");
  const bar = element("i", `ramp ${layer.signed ? "signed" : layer.colour}`);
  item.append(element("span", "", `${layer.name}: ${layer.low_name}`), bar, element("span", "", layer.high_name));
  return item;
}

/** While `view.drawing`, strokes of the pointer become points; they are told when it is lifted. */
function drawByHand(canvas, view, paint) {
  const add = (event) => {
    const box = canvas.getBoundingClientRect();
    const reach = view.data.reach;
    const x = ((event.clientX - box.left) / box.width) * 2 * reach - reach;
    const y = reach - ((event.clientY - box.top) / box.height) * 2 * reach;
    const last = view.drawn.at(-1);
    const near = last && Math.hypot(last[0] - x, last[1] - y) < APART * reach;
    if (near || Math.max(Math.abs(x), Math.abs(y)) > reach || view.drawn.length >= view.data.most) return;
    view.drawn.push([x, y]);
    paint();
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!view.drawing) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    add(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (view.drawing && canvas.hasPointerCapture(event.pointerId)) add(event);
  });
  canvas.addEventListener("pointerup", () => {
    if (!view.drawing || view.drawn.length === 0) return;
    view.tell("drawn", view.drawn.flat().map((v) => Math.round(100 * v)));
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildPlane);
  view.draw(unpack(data), setTriggerValue);
  return () => view.close();
}
