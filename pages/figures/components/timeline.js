// data: {label, texts, opened: place | null, lanes: [{id, label, letter, colour}],
//        events: [{year, lane, title, text, source, source_url, page, page_label}]}
// trigger "followed": the page of the link.

const LONG = 5; // years without an event from which on the axis says how many it leaves out
const SPAN = 3; // an event may be as wide as this many years, where its lane is free

function buildTimeline(root) {
  const scroll = root.appendChild(element("div", "scroll"));
  const plan = scroll.appendChild(element("div", "plan"));
  plan.setAttribute("role", "group");
  plan.setAttribute("aria-describedby", "hint");
  const key = root.appendChild(element("div", "legend"));
  const card = root.appendChild(buildCard());
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  const view = { open: null, drawn: false };
  const settle = roving(plan, ".event", (pressed, items, at) => {
    if (pressed === "ArrowRight") return at + 1;
    if (pressed === "ArrowLeft") return at - 1;
    if (pressed === "Home") return 0;
    if (pressed === "End") return items.length - 1;
    if (pressed === "ArrowDown") return nearest(view.events, at, 1);
    if (pressed === "ArrowUp") return nearest(view.events, at, -1);
  });
  const items = () => [...plan.querySelectorAll(".event")];
  // The lanes' names stand over the left end of what is scrolled.
  const bringIntoSight = (item) => keepInSight(scroll, "Left", item.offsetLeft - 150, item.offsetWidth + 166);
  const open = (place) => {
    view.open = place;
    items().forEach((item, i) => item.setAttribute("aria-expanded", String(i === place)));
    drawCard(card, view.events[place], view.data);
  };
  const close = () => {
    const from = items()[view.open];
    open(null);
    from?.focus();
  };
  onPick(plan, ".event", (item) => (view.open === items().indexOf(item) ? open(null) : open(items().indexOf(item))));
  // An open card follows the focus, as the panel of a tab does.
  plan.addEventListener("focusin", (event) => {
    const place = items().indexOf(event.target.closest(".event"));
    if (place < 0) return;
    bringIntoSight(items()[place]);
    if (view.open !== null && event.target.matches(":focus-visible")) open(place);
  });
  root.addEventListener("keydown", (event) => event.key === "Escape" && view.open !== null && close());
  card.querySelector(".close").onclick = close;
  card.querySelector(".follow").onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is the browser's own matter
    event.preventDefault();
    view.follow(view.events[view.open].page);
  };

  view.draw = (data) => {
    const opened = data.events[data.opened];
    view.data = data;
    const row = (event) => data.lanes.findIndex((lane) => lane.id === event.lane);
    view.events = data.events.map((event) => ({ ...event, row: row(event) })).sort((a, b) => a.year - b.year || a.row - b.row);
    plan.setAttribute("aria-label", data.label);
    show(hint, data.texts.timeline);
    drawPlan(plan, view.events, data);
    legend(key, data.lanes.map((lane) => ["lane", `${lane.letter} ${lane.label}`]));
    [...key.children].forEach((item, i) => colour(item, data.lanes[i]));
    settle();
    const at = view.drawn ? view.open : view.events.findIndex((event) => event.title === opened?.title);
    open(view.events[at] ? at : null);
    if (!view.drawn && view.events[at]) bringIntoSight(items()[at]);
    view.drawn = true;
  };
  return view;
}

const colour = (node, lane) => node.style.setProperty("--tone", `var(--st-${lane.colour}-color)`);

/** Years become columns, lanes rows; a long time without events is one narrow column that says how long. */
function drawPlan(plan, events, { lanes, texts }) {
  const years = [...new Set(events.map((event) => event.year))];
  const columns = ["lanes"];
  const columnOf = new Map();
  const marks = [];
  years.forEach((year, i) => {
    const empty = i ? year - years[i - 1] - 1 : 0;
    if (empty >= LONG) {
      columns.push("max-content");
      marks.push({ column: columns.length, text: phrase(texts.years, { n: empty }), look: "skipped" });
    }
    columns.push("minmax(3.25rem, max-content)");
    columnOf.set(year, columns.length);
    marks.push({ column: columns.length, text: `${year}`, look: "year" });
  });
  plan.style.gridTemplateColumns = ["max-content", ...columns.slice(1)].join(" ");
  plan.style.setProperty("--lanes", lanes.length);
  const parts = ["marks", "names", "events"].map((name) => plan.querySelector(`.${name}`) ?? plan.appendChild(element("div", name)));
  fill(parts[0], marks, () => element("div"), (node, mark) => {
    node.className = mark.look;
    show(node, mark.text);
    node.style.gridColumn = mark.column;
  });
  fill(parts[1], lanes, makeLane, (node, lane, i) => {
    colour(node, lane);
    show(node.firstChild, lane.letter);
    show(node.lastChild, lane.label);
    node.style.gridRow = i + 2;
  });
  fill(parts[2], groups(events), () => element("div", "cell"), (cell, group, i) => {
    const { year, row } = group[0];
    const next = groups(events).slice(i + 1).find((other) => other[0].row === row);
    const free = next ? columnOf.get(next[0].year) - columnOf.get(year) : columns.length + 1 - columnOf.get(year);
    cell.style.gridArea = `${row + 2} / ${columnOf.get(year)} / auto / span ${Math.min(SPAN, free)}`;
    fill(cell, group, makeEvent, (item, event) => {
      colour(item, lanes[row]);
      show(item.firstChild, lanes[row].letter);
      show(item.lastChild, event.title);
      item.setAttribute("aria-label", `${event.year}, ${event.title}, ${lanes[row].label}`);
    });
  });
}

/** Events of one year in one lane share a cell. */
function groups(events) {
  const cells = new Map();
  for (const event of events) {
    const place = `${event.year},${event.row}`;
    cells.set(place, [...(cells.get(place) ?? []), event]);
  }
  return [...cells.values()];
}

function makeLane() {
  const node = element("div", "lane");
  node.append(element("b"), element("span"));
  return node;
}

function makeEvent() {
  const item = element("button", "event");
  item.type = "button";
  item.tabIndex = -1;
  item.append(element("b"), element("span"));
  return item;
}

/** The event nearest in time in the next lane up or down that has one. */
function nearest(events, at, step) {
  const from = events[at];
  const rows = events.map((event) => step * (event.row - from.row)).filter((distance) => distance > 0);
  const there = events.filter((event) => step * (event.row - from.row) === Math.min(...rows));
  there.sort((a, b) => Math.abs(a.year - from.year) - Math.abs(b.year - from.year));
  return there.length ? events.indexOf(there[0]) : at;
}

function buildCard() {
  const card = element("section", "card");
  const head = card.appendChild(element("div", "head"));
  head.append(element("strong"), element("button", "close", "×"));
  head.lastChild.type = "button";
  card.append(element("div", "when"), element("p"));
  const links = card.appendChild(element("div", "links"));
  links.append(element("a", "follow"), element("a", "source"));
  Object.assign(links.lastChild, { target: "_blank", rel: "noopener noreferrer" });
  return card;
}

function drawCard(card, event, { lanes, texts }) {
  card.hidden = !event;
  if (!event) return;
  const lane = lanes[event.row];
  colour(card, lane);
  card.setAttribute("aria-label", event.title);
  show(card.querySelector("strong"), event.title);
  show(card.querySelector(".when"), `${event.year} · ${lane.label}`);
  show(card.querySelector("p"), event.text);
  card.querySelector(".close").setAttribute("aria-label", texts.close);
  const [follow, source] = card.querySelectorAll("a");
  follow.hidden = !event.page;
  follow.href = event.page;
  show(follow, event.page_label);
  source.href = event.source_url;
  show(source, `${texts.source}: ${event.source}`);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, buildTimeline);
  view.follow = (page) => setTriggerValue("followed", page);
  view.draw(data);
}
