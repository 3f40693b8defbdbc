// data (packed): {label, chosen, parts: [{name, title, sub, leads, words, curve, smooth}], texts},
// bodies: a PNG file for each part, empty where it has none.
// trigger "picked": the name of a part.

function buildAnatomy(root) {
  const row = root.appendChild(element("div", "parts"));
  row.setAttribute("role", "tablist");
  const hint = root.appendChild(element("div", "hint"));
  const view = { addresses: [] };
  const settle = roving(row, ".part", (key, all, at) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    return by ? at + by : { Home: 0, End: all.length - 1 }[key];
  });
  onPick(row, ".part", (item) => {
    flash(item);
    view.tell("picked", item.dataset.name);
  });

  view.draw = (data, tell) => {
    view.tell = tell;
    view.close();
    view.addresses = data.bodies.map((b) => (b.length ? URL.createObjectURL(new Blob([b], { type: "image/png" })) : ""));
    row.setAttribute("aria-label", data.label);
    show(hint, data.texts.keys);
    fill(row, data.parts, makePart, (node, part, i) => {
      const button = node.firstChild;
      const [title, held, sub] = button.children;
      const [picture, curve, words] = held.children;
      button.dataset.name = part.name;
      button.setAttribute("aria-selected", String(part.name === data.chosen));
      show(title, part.title);
      show(sub, part.sub);
      picture.hidden = !view.addresses[i];
      picture.src = view.addresses[i];
      picture.className = part.smooth ? "" : "pixels";
      curve.style.display = part.curve.length ? "" : "none";
      curve.firstChild.setAttribute("points", points(part.curve));
      words.hidden = !part.words;
      show(words, part.words);
      show(node.lastChild, part.leads);
      node.lastChild.hidden = i === data.parts.length - 1;
    });
    settle(row.querySelector('[aria-selected="true"]'));
  };
  view.close = () => view.addresses.filter(Boolean).forEach((address) => URL.revokeObjectURL(address));
  return view;
}

function makePart() {
  const node = element("div", "step");
  node.setAttribute("role", "presentation");
  const button = node.appendChild(element("button", "part"));
  button.type = "button";
  button.setAttribute("role", "tab");
  const held = element("span", "held");
  const picture = element("img");
  picture.alt = ""; // its title and second line say what it is
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(document.createElementNS("http://www.w3.org/2000/svg", "polyline"));
  held.append(picture, drawing, element("span", "words"));
  button.append(element("span", "title"), held, element("span", "sub"));
  const leads = node.appendChild(element("span", "leads"));
  leads.setAttribute("aria-hidden", "true");
  return node;
}

/** A curve of numbers in [0, 1] in a square of 100. */
function points(curve) {
  const across = 92 / Math.max(1, curve.length - 1);
  return curve.map((y, i) => `${4 + i * across},${96 - 92 * y}`).join(" ");
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildAnatomy);
  view.draw(unpack(data), setTriggerValue);
  return () => view.close();
}
