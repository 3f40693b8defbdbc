// Events on a time axis; an event opens a card. Tells Python "followed": the page of a card's link.

/** @import { Props, Send } from "./shared.js" */
import {
  all,
  closest,
  element,
  fill,
  instance,
  keepInSight,
  legend,
  newButton,
  onPick,
  phrase,
  roving,
  show,
} from "./shared.js";
import { buildRange } from "./timeline_range.js";

const LONG = 5; // years without an event from which on the axis says how many it leaves out
const SPAN = 3; // an event may be as wide as this many years, where its lane is free

/** @typedef {{ id: string, label: string, letter: string, colour: string }} Lane */

/**
 * `lane` is a lane's id; `page`: the address of a chapter, or empty.
 * @typedef {object} TimelineEvent
 * @property {number} year
 * @property {string} lane
 * @property {string} title
 * @property {string} text
 * @property {string} source
 * @property {string} source_url
 * @property {string} page
 * @property {string} page_label
 */

/** @typedef {TimelineEvent & { row: number }} Placed An event with the index of its lane. */

/**
 * `opened`: the index of the event whose card is open at first; `start`: the year at which it begins; `base`: the path under which the app is served.
 * @typedef {object} Data
 * @property {string} label
 * @property {TimelineEvent[]} events
 * @property {Lane[]} lanes
 * @property {number | null} opened
 * @property {number | null} start
 * @property {string} base
 * @property {Record<"timeline" | "close" | "source" | "years", string>} texts
 */

/**
 * @param {HTMLElement} root
 * @param {Data} data
 * @param {Send} send
 */
function buildTimeline(root, data, send) {
  const scroll = element("div", "scroll");
  // Years stand right of the lanes' names, which do not scroll.
  const range = buildRange(root, scroll, (year) => leftOf(plan, year));
  const plan = scroll.appendChild(element("div", "plan"));
  plan.setAttribute("role", "group");
  plan.setAttribute("aria-describedby", "hint");
  const [marks, names, cells] = ["marks", "names", "events"].map((name) => plan.appendChild(element("div", name)));
  const key = root.appendChild(element("div", "legend"));
  const card = buildCard(root);
  const hint = root.appendChild(element("div", "hint"));
  hint.id = "hint";
  const view = { data, send, events: /** @type {Placed[]} */ ([]), drawn: false };
  /** @type {number | null} */
  let opened = null;
  const settle = roving(plan, ".event", (pressed, items, index) => {
    if (pressed === "ArrowRight") return index + 1;
    if (pressed === "ArrowLeft") return index - 1;
    if (pressed === "Home") return 0;
    if (pressed === "End") return items.length - 1;
    if (pressed === "ArrowDown") return nearest(view.events, index, 1);
    if (pressed === "ArrowUp") return nearest(view.events, index, -1);
  });
  const items = () => all(plan, ".event");
  /** @param {HTMLElement} item */
  const bringIntoSight = (item) => {
    // The lanes' names stand over the left end of what is scrolled.
    keepInSight(scroll, "Left", item.offsetLeft - 150, item.offsetWidth + 166);
  };
  /** @param {number | null} index */
  const open = (index) => {
    opened = index;
    items().forEach((item, i) => item.setAttribute("aria-expanded", String(i === index)));
    drawCard(card, index === null ? undefined : view.events[index], view.data);
  };
  const close = () => {
    if (opened === null) return;
    const item = items()[opened];
    open(null);
    item.focus();
  };
  onPick(plan, ".event", (item) => {
    const index = items().indexOf(item);
    open(opened === index ? null : index);
  });
  // An open card follows the focus, as the panel of a tab does.
  plan.addEventListener("focusin", (event) => {
    const item = closest(event, ".event");
    if (!item) return;
    bringIntoSight(item);
    if (opened !== null && item.matches(":focus-visible")) open(items().indexOf(item));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  card.close.onclick = close;
  card.follow.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab is the browser's own matter
    event.preventDefault();
    if (opened !== null) view.send("followed", view.events[opened].page);
  };

  return {
    /** @type {(data: Data, send: Send) => void} */
    draw(data, send) {
      const events = inOrder(data);
      view.data = data;
      view.send = send;
      view.events = events;
      plan.setAttribute("aria-label", data.label);
      show(hint, data.texts.timeline);
      const columns = layOut(events.map((event) => event.year), data.texts.years);
      plan.style.gridTemplateColumns = columns.template;
      plan.style.setProperty("--lanes", `${data.lanes.length}`);
      drawMarks(marks, columns.marks);
      drawNames(names, data.lanes);
      drawEvents(cells, events, data.lanes, columns);
      range.draw(events.map((event) => event.year));
      legend(key, data.lanes.map((lane) => ({ look: "lane", text: `${lane.letter} ${lane.label}` })));
      all(key, ".key").forEach((item, i) => colour(item, data.lanes[i]));
      settle();
      const first = data.opened === null ? undefined : data.events[data.opened];
      const index = view.drawn ? opened : events.findIndex((event) => event.title === first?.title);
      const exists = index !== null && index >= 0 && index < events.length;
      open(exists ? index : null);
      if (!view.drawn && data.start !== null) scroll.scrollLeft = leftOf(plan, data.start);
      if (!view.drawn && exists) bringIntoSight(items()[index]);
      view.drawn = true;
    },
  };
}

/** @type {(node: HTMLElement, lane: Lane) => void} */
function colour(node, lane) {
  node.style.setProperty("--tone", `var(--st-${lane.colour}-color)`);
}

/**
 * The events by year, those of one year by lane.
 * @param {Data} data
 * @returns {Placed[]}
 */
function inOrder({ events, lanes }) {
  const placed = events.map((event) => ({ ...event, row: lanes.findIndex((lane) => lane.id === event.lane) }));
  return placed.sort((a, b) => a.year - b.year || a.row - b.row);
}

/**
 * Years become columns of the grid; a long time without events is one narrow column that says how long.
 * @param {number[]} years
 * @param {string} skipped says how many years are left out
 */
function layOut(years, skipped) {
  const widths = ["max-content"]; // the first column holds the lanes' names
  /** @type {Map<number, number>} */
  const columnOf = new Map();
  /** @type {Mark[]} */
  const marks = [];
  [...new Set(years)].forEach((year, i, distinct) => {
    const empty = i ? year - distinct[i - 1] - 1 : 0;
    if (empty >= LONG) {
      widths.push("max-content");
      marks.push({ column: widths.length, text: phrase(skipped, { n: empty }), look: "skipped" });
    }
    widths.push("minmax(3.25rem, max-content)");
    columnOf.set(year, widths.length);
    marks.push({ column: widths.length, text: `${year}`, look: "year" });
  });
  /** @param {number} year */
  const column = (year) => columnOf.get(year) ?? 0;
  return { template: widths.join(" "), count: widths.length, column, marks };
}

/** @typedef {{ column: number, text: string, look: "skipped" | "year" }} Mark */

/**
 * How far to scroll until a year stands beside the lanes' names.
 * @param {HTMLElement} plan
 * @param {number} year
 */
function leftOf(plan, year) {
  const mark = all(plan, ".year").find((node) => node.textContent === `${year}`);
  const name = all(plan, ".lane")[0];
  return mark && name ? mark.offsetLeft - name.offsetWidth - 8 : 0;
}

/** @type {(parent: HTMLElement, marks: Mark[]) => void} */
function drawMarks(parent, marks) {
  fill(parent, marks, () => ({ node: element("div") }), ({ node }, mark) => {
    node.className = mark.look;
    show(node, mark.text);
    node.style.gridColumn = `${mark.column}`;
  });
}

/** @type {(parent: HTMLElement, lanes: Lane[]) => void} */
function drawNames(parent, lanes) {
  fill(parent, lanes, makeLane, ({ node, letter, name }, lane, i) => {
    colour(node, lane);
    show(letter, lane.letter);
    show(name, lane.label);
    node.style.gridRow = `${i + 2}`;
  });
}

/** @type {(parent: HTMLElement, events: Placed[], lanes: Lane[], columns: ReturnType<typeof layOut>) => void} */
function drawEvents(parent, events, lanes, { column, count }) {
  const cells = byCell(events);
  fill(parent, cells, () => ({ node: element("div", "cell") }), ({ node }, group, i) => {
    const { year, row } = group[0];
    const next = cells.slice(i + 1).find(([event]) => event.row === row);
    const free = (next ? column(next[0].year) : count + 1) - column(year);
    node.style.gridArea = `${row + 2} / ${column(year)} / auto / span ${Math.min(SPAN, free)}`;
    fill(node, group, makeEvent, ({ node: item, letter, title }, event) => {
      colour(item, lanes[row]);
      show(letter, lanes[row].letter);
      show(title, event.title);
      item.setAttribute("aria-label", `${event.year}, ${event.title}, ${lanes[row].label}`);
    });
  });
}

/**
 * Events of one year in one lane share a cell.
 * @param {Placed[]} events
 */
function byCell(events) {
  /** @type {Map<string, Placed[]>} */
  const cells = new Map();
  for (const event of events) {
    const place = `${event.year},${event.row}`;
    cells.set(place, [...(cells.get(place) ?? []), event]);
  }
  return [...cells.values()];
}

function makeLane() {
  const node = element("div", "lane");
  return { node, letter: node.appendChild(element("b")), name: node.appendChild(element("span")) };
}

function makeEvent() {
  const node = newButton("event");
  node.tabIndex = -1;
  return { node, letter: node.appendChild(element("b")), title: node.appendChild(element("span")) };
}

/**
 * The index of the event nearest in time in the next lane up (−1) or down (1) that has one.
 * @param {Placed[]} events
 * @param {number} index
 * @param {1 | -1} step
 */
function nearest(events, index, step) {
  const from = events[index];
  /** @param {Placed} event */
  const lanesAway = (event) => step * (event.row - from.row);
  const nextLane = Math.min(...events.map(lanesAway).filter((away) => away > 0));
  const inNextLane = events.filter((event) => lanesAway(event) === nextLane);
  inNextLane.sort((a, b) => Math.abs(a.year - from.year) - Math.abs(b.year - from.year));
  return inNextLane.length ? events.indexOf(inNextLane[0]) : index;
}

/** @param {HTMLElement} root */
function buildCard(root) {
  const node = root.appendChild(element("section", "card"));
  const head = node.appendChild(element("div", "head"));
  const title = head.appendChild(element("strong"));
  const close = head.appendChild(newButton("close", "×"));
  const when = node.appendChild(element("div", "when"));
  const text = node.appendChild(element("p"));
  const links = node.appendChild(element("div", "links"));
  const follow = links.appendChild(element("a", "follow"));
  const source = links.appendChild(element("a", "source"));
  Object.assign(source, { target: "_blank", rel: "noopener noreferrer" });
  return { node, title, close, when, text, follow, source };
}

/** @type {(card: ReturnType<typeof buildCard>, event: Placed | undefined, data: Data) => void} */
function drawCard({ node, title, close, when, text, follow, source }, event, { lanes, base, texts }) {
  node.hidden = !event;
  if (!event) return;
  const lane = lanes[event.row];
  colour(node, lane);
  node.setAttribute("aria-label", event.title);
  show(title, event.title);
  show(when, `${event.year} · ${lane.label}`);
  show(text, event.text);
  close.setAttribute("aria-label", texts.close);
  follow.hidden = !event.page;
  follow.href = base + event.page;
  show(follow, event.page_label);
  source.href = event.source_url;
  show(source, `${texts.source}: ${event.source}`);
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement, setTriggerValue }) {
  const view = instance(parentElement, (root) => buildTimeline(root, data, setTriggerValue));
  view.draw(data, setTriggerValue);
}
