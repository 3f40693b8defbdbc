// data (packed): {label, words: [n], word, side, at, per_second, texts}, bodies: shares float16 (steps, side, side, n),
// then a PNG file for each step. Tells Python "shown": the step, once the visitor has come to rest on it.

const HEAT = [31, 87, 195]; // the same in both themes: it lies on a pale picture, not on the page

function buildWordMaps(root) {
  root.setAttribute("role", "group");
  const caption = root.appendChild(element("div", "caption"));
  const chips = root.appendChild(element("div", "chips"));
  chips.setAttribute("role", "radiogroup");
  const panes = root.appendChild(element("div", "panes"));
  const left = panes.appendChild(element("div", "left"));
  const stage = left.appendChild(element("div", "stage"));
  stage.tabIndex = 0;
  stage.setAttribute("role", "img");
  const [picture, heat, spot] = ["img", "canvas", "div"].map((tag) => stage.appendChild(element(tag)));
  picture.alt = "";
  spot.className = "spot";
  const ruler = left.appendChild(element("div", "ruler"));
  const [low, ramp, high] = ["low", "ramp", "high"].map((name) => ruler.appendChild(element("span", name)));
  ramp.style.setProperty("--heat", `rgb(${HEAT})`);
  const scale = left.appendChild(element("div", "scale"));
  const right = panes.appendChild(element("div", "right"));
  const where = right.appendChild(element("div", "where"));
  where.setAttribute("aria-live", "polite");
  const bars = right.appendChild(element("div", "bars"));
  // The field looked into: from where the pointer went down, or Shift was held, to where it is now.
  const view = { addresses: [], word: 0, at: 0, from: [7, 7], to: [7, 7] };
  const player = buildPlayer(root, (at) => ((view.at = at), drawStep()), tellAtRest(view));

  const share = (at, row, column, word) => {
    const { side, words } = view.data;
    return view.shares[((at * side + row) * side + column) * words.length + word];
  };
  function drawStep() {
    const { side, words, texts } = view.data;
    const word = words[view.word];
    if (picture.src !== view.addresses[view.at]) picture.src = view.addresses[view.at] ?? "";
    heat.width = heat.height = side;
    const pixels = heat.getContext("2d").createImageData(side, side);
    const [r, g, b] = HEAT;
    for (let i = 0; i < side * side; i++) {
      const part = share(view.at, Math.floor(i / side), i % side, view.word) / view.top;
      pixels.data.set([r, g, b, Math.round(235 * part)], 4 * i);
    }
    heat.getContext("2d").putImageData(pixels, 0, 0);
    stage.setAttribute("aria-label", phrase(texts.picture, { step: view.at + 1, word }));
    drawPlace();
  }
  /** First row, first column, rows and columns of the field. */
  const field = () => {
    const [top, left] = [0, 1].map((axis) => Math.min(view.from[axis], view.to[axis]));
    return [top, left, ...[0, 1].map((axis) => Math.abs(view.from[axis] - view.to[axis]) + 1)];
  };
  /** A word's share of the field's attention: the mean over its places. */
  const fieldShare = (word) => {
    const [top, left, rows, columns] = field();
    let sum = 0;
    for (let row = top; row < top + rows; row++)
      for (let column = left; column < left + columns; column++) sum += share(view.at, row, column, word);
    return sum / (rows * columns);
  };
  function drawPlace() {
    const { side, words, texts } = view.data;
    const [top, left, rows_, columns] = field();
    const part = (n) => `${(100 * n) / side}%`;
    spot.style.cssText = `left:${part(left)};top:${part(top)};width:${part(columns)};height:${part(rows_)}`;
    const one = rows_ * columns === 1;
    show(where, phrase(one ? texts.here : texts.field, { row: top + 1, column: left + 1, n: rows_ * columns }));
    const rows = words.map((text, i) => [text, fieldShare(i), i]);
    const rest = Math.max(0, 1 - rows.reduce((sum, [, value]) => sum + value, 0));
    fill(bars, [...rows, [texts.rest, rest, -1]], makeRow, (node, [text, value, i]) => {
      node.className = i === view.word ? "row chosen" : "row";
      const [name, track, number] = node.children;
      show(name, text);
      track.firstChild.style.width = `${100 * value}%`;
      show(number, percent(value));
    });
  }
  function drawWord() {
    const { side, words, texts } = view.data;
    view.top = 0;
    for (let i = view.word; i < view.shares.length; i += words.length) view.top = Math.max(view.top, view.shares[i]);
    view.top ||= 1;
    for (const [i, chip] of [...chips.children].entries()) chip.setAttribute("aria-checked", String(i === view.word));
    show(low, percent(0).replace(".0", ""));
    show(high, percent(view.top));
    show(scale, phrase(texts.scale, { word: words[view.word] }));
    drawStep();
  }
  const settle = roving(chips, ".chip", (key, all, at) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    return by ? at + by : { Home: 0, End: all.length - 1 }[key];
  });
  onPick(chips, ".chip", (chip) => {
    view.word = Number(chip.dataset.place);
    drawWord();
  });
  const move = (row, column, stretch) => {
    const inside = (n) => Math.max(0, Math.min(view.data.side - 1, n));
    view.to = [inside(row), inside(column)];
    if (!stretch) view.from = view.to;
    drawPlace();
  };
  const pointed = (event, stretch) => {
    const box = stage.getBoundingClientRect();
    const cell = (part, whole) => Math.floor((view.data.side * part) / whole);
    move(cell(event.clientY - box.top, box.height), cell(event.clientX - box.left, box.width), stretch);
  };
  stage.addEventListener("pointerdown", (event) => {
    view.held = false;
    pointed(event, false);
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons) pointed(event, true);
    else if (!view.held) pointed(event, false);
  });
  // A field that was drawn stays until the next press or key.
  stage.addEventListener("pointerup", () => (view.held = String(view.from) !== String(view.to)));
  stage.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    view.held = event.shiftKey;
    move(view.to[0] + by[0], view.to[1] + by[1], event.shiftKey);
  });
  tips(root);

  view.draw = (data, tell) => {
    const fresh = String(view.data?.words) !== String(data.words);
    const moved = data.at !== view.data?.at && data.at !== view.told;
    view.tell = tell;
    view.data = data;
    if (fresh) view.word = data.word;
    view.shares = halves(data.bodies[0]);
    root.setAttribute("aria-label", data.label);
    show(caption, data.texts.words);
    chips.setAttribute("aria-label", data.texts.words);
    fill(chips, data.words, makeChip, (chip, text, i) => {
      chip.dataset.place = i;
      show(chip, text);
    });
    view.at = moved ? data.at : Math.min(view.at, data.bodies.length - 2);
    addressPictures(view, data.bodies.slice(1), () => {
      drawWord();
      settle(chips.children[view.word]);
      player.load(data, data.bodies.length - 1, moved ? data.at : undefined);
    });
  };
  view.close = () => {
    player.stop();
    clearTimeout(view.resting);
    view.addresses.forEach((address) => URL.revokeObjectURL(address));
  };
  return view;
}

function makeChip() {
  const chip = element("button", "chip piece");
  chip.type = "button";
  chip.setAttribute("role", "radio");
  return chip;
}

function makeRow() {
  const row = element("div", "row");
  const track = element("span", "track");
  track.append(element("i"));
  row.append(element("span", "name piece"), track, element("span", "number"));
  return row;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildWordMaps);
  view.draw(unpack(data), setTriggerValue);
  return () => view.close();
}
