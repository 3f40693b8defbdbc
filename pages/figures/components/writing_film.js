// data: {label, prompt, per_second, autoplay, texts,
//        steps: [{piece, text, candidates: [[piece, probability]], chosen: place | null}]}
// It tells Python nothing.

function buildWriting(root) {
  root.setAttribute("role", "group");
  const page = root.appendChild(element("div", "page"));
  // The whole text, unseen, gives the page its height from the start: nothing below moves while it plays.
  const whole = page.appendChild(element("div", "whole"));
  whole.setAttribute("aria-hidden", "true");
  const text = page.appendChild(element("div", "text"));
  for (const line of [whole, text]) line.dir = "auto";
  const prompt = text.appendChild(element("span", "prompt"));
  const written = text.appendChild(element("span", "written"));
  const newest = text.appendChild(element("mark", "newest"));
  const title = root.appendChild(element("div", "title"));
  const list = root.appendChild(element("div", "candidates"));
  list.setAttribute("role", "list");
  const key = root.appendChild(element("div", "legend"));
  const view = {};
  const player = buildPlayer(root, (at) => {
    const { data } = view;
    const step = data.steps[at];
    show(prompt, data.prompt);
    written.textContent = data.steps.slice(0, at).map((before) => before.text).join("");
    newest.textContent = step.text;
    drawCandidates(list, view, step);
  });
  tips(root);
  view.stop = player.stop;
  view.draw = (data) => {
    view.data = data;
    // One scale for the whole film: a bar's length means the same at every token.
    view.top = Math.max(0.01, ...data.steps.flatMap((step) => step.candidates.map(([, prob]) => prob)));
    view.most = Math.max(...data.steps.map((step) => step.candidates.length + (step.chosen === null ? 1 : 0)));
    root.setAttribute("aria-label", data.label);
    show(whole, data.prompt + data.steps.map((step) => step.text).join(""));
    page.setAttribute("aria-label", data.texts.text);
    page.setAttribute("role", "group");
    list.setAttribute("aria-label", data.texts.bars);
    show(title, data.texts.bars);
    legend(key, [["chosen", data.texts.chosen], ["other", data.texts.other]]);
    list.style.setProperty("--most", view.most);
    player.load(data, data.steps.length);
  };
  return view;
}

function drawCandidates(list, view, step) {
  const rows = step.candidates.map(([text, prob], place) => ({ text, prob, chosen: place === step.chosen }));
  if (step.chosen === null) rows.push({ text: step.piece, prob: null, chosen: true });
  const make = () => {
    const row = element("div", "candidate");
    row.setAttribute("role", "listitem");
    const text = row.appendChild(element("bdi", "piece"));
    text.dir = "auto";
    row.appendChild(element("span", "lane")).append(element("i"));
    row.append(element("span", "value"), element("span", "hint"));
    return row;
  };
  fill(list, rows, make, (row, { text, prob, chosen }) => {
    const [piece, lane, value, said] = row.children;
    show(piece, text);
    lane.firstChild.className = chosen ? "chosen" : "other";
    lane.firstChild.style.width = `${(100 * (prob ?? 0)) / view.top}%`;
    show(value, prob === null ? "…" : percent(prob));
    show(said, chosen ? view.data.texts.chosen : "");
    row.classList.toggle("picked", chosen);
  });
}

export default function ({ data, parentElement }) {
  const view = instance(parentElement, buildWriting);
  view.draw(data);
  return () => view.stop();
}
