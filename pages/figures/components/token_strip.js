// data: {label, selected: int | null, pickable, texts,
//        tokens: [{text, sub, title, strength: [−1, 1] | null, outlined, special}],
//        legend: {title, low, high, signed} | null}
// trigger "picked": the place of the token.

function buildStrip(root) {
  const strip = root.appendChild(element("div", "strip"));
  const scale = root.appendChild(element("div", "scale"));
  const scaleParts = ["title", "low", "ramp", "high"].map((name) => scale.appendChild(element("span", name)));
  const key = root.appendChild(element("div", "legend"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  strip.setAttribute("aria-describedby", "hint");
  const view = { pick: () => {} };
  const settle = roving(strip, ".chip", (pressed, chips, at) => {
    if (pressed === "ArrowRight") return at + 1;
    if (pressed === "ArrowLeft") return at - 1;
    if (pressed === "Home") return 0;
    if (pressed === "End") return chips.length - 1;
    if (pressed === "ArrowDown") return inNextRow(chips, at, 1);
    if (pressed === "ArrowUp") return inNextRow(chips, at, -1);
  });
  onPick(strip, ".chip", (chip) => {
    if (!view.data.pickable) return;
    flash(chip);
    view.pick([...strip.children].indexOf(chip));
  });
  tips(root);

  view.draw = (data) => {
    view.data = data;
    strip.setAttribute("role", data.pickable ? "listbox" : "list");
    strip.setAttribute("aria-label", data.label);
    if (data.pickable) strip.setAttribute("aria-orientation", "horizontal");
    show(hint, data.pickable ? data.texts.strip : "");
    fill(strip, data.tokens, makeChip, (chip, cell, i) => updateChip(chip, cell, i, data));
    const selected = strip.children[data.selected ?? -1];
    settle(strip.contains(strip.getRootNode().activeElement) ? undefined : selected);
    // Only when another one is selected: who scrolled away to read is left alone.
    if (selected && data.selected !== view.selected)
      keepInSight(strip, "Top", selected.offsetTop - strip.offsetTop, selected.offsetHeight);
    view.selected = data.selected;
    drawScale(scale, scaleParts, data.legend);
    legend(key, [
      ...(data.tokens.some((cell) => cell.outlined) ? [["chip outlined", data.texts.outlined]] : []),
      ...(data.tokens.some((cell) => cell.special) ? [["chip special", data.texts.special]] : []),
    ]);
  };
  return view;
}

function makeChip() {
  const chip = element("div", "chip");
  const text = chip.appendChild(element("bdi", "piece"));
  text.dir = "auto";
  chip.append(element("span", "sub"));
  return chip;
}

function updateChip(chip, cell, i, data) {
  // Typing changes the end of a text of thousands of tokens: what is drawn already is left alone.
  const drawn = JSON.stringify([cell, i === data.selected, data.pickable, data.legend?.signed]);
  if (chip.drawn === drawn) return;
  chip.drawn = drawn;
  const [text, sub] = chip.children;
  show(text, cell.text);
  show(sub, cell.sub);
  sub.hidden = !cell.sub;
  chip.dataset.tip = cell.title;
  chip.tabIndex = chip.tabIndex === 0 ? 0 : -1;
  chip.setAttribute("role", data.pickable ? "option" : "listitem");
  if (data.pickable) chip.setAttribute("aria-selected", String(i === data.selected));
  if (cell.title) chip.setAttribute("aria-label", [cell.text, cell.sub, cell.title].filter(Boolean).join(", "));
  else chip.removeAttribute("aria-label");
  for (const look of ["outlined", "special"]) chip.classList.toggle(look, cell[look]);
  chip.classList.toggle("selected", i === data.selected);
  chip.classList.toggle("shaded", cell.strength !== null);
  chip.classList.toggle("signed", Boolean(data.legend?.signed));
  chip.classList.toggle("above", cell.strength > 0);
  chip.style.setProperty("--strength", Math.abs(cell.strength ?? 0));
}

function drawScale(scale, [title, low, ramp, high], given) {
  scale.hidden = !given;
  if (!given) return;
  show(title, given.title);
  show(low, given.low);
  show(high, given.high);
  ramp.classList.toggle("signed", given.signed);
}

/** The chip nearest in x in the next row up (−1) or down (1). */
function inNextRow(chips, at, step) {
  const from = chips[at].getBoundingClientRect();
  const middle = (box) => (box.left + box.right) / 2;
  let row;
  let best;
  for (let i = at + step; i >= 0 && i < chips.length; i += step) {
    const box = chips[i].getBoundingClientRect();
    if (Math.abs(box.top - from.top) < 2) continue;
    if (row !== undefined && Math.abs(box.top - row) > 2) break;
    row = box.top;
    const distance = Math.abs(middle(box) - middle(from));
    if (best === undefined || distance < best.distance) best = { i, distance };
  }
  return best?.i;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildStrip);
  view.pick = (place) => setTriggerValue("picked", place);
  view.draw(data);
}
