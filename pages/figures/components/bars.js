// data: {label, first, second, pickable, texts, rows: [{id, text, prob: [0, 1], kept, second: [0, 1] | null, title}]}
// trigger "picked": the id of the row.

function buildBars(root) {
  const list = root.appendChild(element("div", "rows"));
  list.setAttribute("role", "group");
  list.setAttribute("aria-describedby", "hint");
  const axis = root.appendChild(element("div", "axis"));
  axis.setAttribute("aria-hidden", "true");
  const ticks = axis.appendChild(element("div", "ticks"));
  const title = axis.appendChild(element("div", "title"));
  const key = root.appendChild(element("div", "legend"));
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  const view = { pick: () => {}, data: { rows: [] } };
  const settle = roving(list, ".row", (pressed, rows, at) => {
    if (pressed === "ArrowDown" || pressed === "ArrowRight") return at + 1;
    if (pressed === "ArrowUp" || pressed === "ArrowLeft") return at - 1;
    if (pressed === "Home") return 0;
    if (pressed === "End") return rows.length - 1;
  });
  onPick(list, ".row", (row) => {
    if (!view.data.pickable) return;
    flash(row);
    view.pick(view.data.rows[[...list.children].indexOf(row)].id);
  });
  tips(root);

  view.draw = (data) => {
    view.data = data;
    list.setAttribute("aria-label", data.label);
    show(hint, data.pickable ? data.texts.bars : "");
    const { top, step } = percentAxis(Math.max(...data.rows.map((row) => Math.max(row.prob, row.second ?? 0)), 0));
    list.style.setProperty("--step", step / top);
    fill(list, data.rows, makeRow, (row, given) => updateRow(row, given, top, data));
    settle();
    const marks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
    fill(ticks, marks, () => element("span"), (tick, mark) => {
      show(tick, `${+(100 * mark).toFixed(3)}`);
      tick.style.insetInlineStart = `${(100 * mark) / top}%`;
    });
    show(title, data.texts.axis);
    const cut = data.rows.some((row) => !row.kept);
    legend(key, [
      ...(cut || data.first || data.second ? [["kept", data.first || data.texts.kept]] : []),
      ...(cut ? [["cut", data.texts.cut]] : []),
      ...(data.second ? [["second", data.second]] : []),
    ]);
  };
  return view;
}

function makeRow() {
  const row = element("button", "row");
  row.type = "button";
  const text = row.appendChild(element("bdi", "piece"));
  text.dir = "auto";
  const lane = row.appendChild(element("span", "lane"));
  lane.append(element("i", "first"), element("i", "second"));
  const value = row.appendChild(element("span", "value"));
  value.append(element("span"), element("small"));
  return row;
}

function updateRow(row, given, top, data) {
  const [text, lane, value] = row.children;
  const [first, second] = lane.children;
  show(text, given.text);
  show(value.firstChild, percent(given.prob));
  show(value.lastChild, given.second === null ? "" : percent(given.second));
  first.className = `first ${given.kept ? "kept" : "cut"}`;
  first.style.width = `${(100 * given.prob) / top}%`;
  second.hidden = given.second === null;
  second.style.width = `${(100 * (given.second ?? 0)) / top}%`;
  row.dataset.tip = given.title;
  row.tabIndex = row.tabIndex === 0 && row.hasAttribute("tabindex") ? 0 : -1;
  row.setAttribute("aria-disabled", String(!data.pickable));
  const said = [given.text, percent(given.prob)];
  if (!given.kept) said.push(data.texts.cut);
  if (given.second !== null) said.push(`${data.second} ${percent(given.second)}`);
  if (given.title) said.push(given.title);
  row.setAttribute("aria-label", said.join(", "));
}

/** A round end of the axis, at least the longest bar, and the step of its marks; both as shares. */
function percentAxis(longest) {
  const steps = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25];
  const step = steps.find((s) => longest / s <= 6) ?? 0.25;
  return { step, top: Math.min(1, Math.max(1, Math.ceil(longest / step - 1e-9)) * step) };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildBars);
  view.pick = (id) => setTriggerValue("picked", id);
  view.draw(data);
}
