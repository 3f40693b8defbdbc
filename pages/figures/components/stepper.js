// Predict → Change → Why: says which step is being read, leads to each, and lets the figure beside them stay in view.

/** @import { Props } from "./shared.js" */
import { element, fill, instance, newButton, show, STILL } from "./shared.js";

/**
 * @typedef {{ label: string, target: string, done: boolean }} Step
 * @typedef {{ label: string, done: string, steps: Step[] }} Data
 */

const READING = 0.45; // of the window's height: what has come up to here is being read
const STUCK = 48; // px from the window's upper edge: there it stays while the steps pass under it
const GAP = 16; // px at the window's lower edge: below a tall figure, and what an end may lack to be seen

/** @param {string} target */
function part(target) {
  const found = document.querySelector(`.${CSS.escape(target)}`);
  return found instanceof HTMLElement ? found : undefined;
}

/**
 * The last step is shown with its end, so that the figure beside it stays, unless it is taller than the window.
 * @param {string} target
 * @param {boolean} last
 */
function leadTo(target, last) {
  const to = part(target);
  if (!to) return;
  const block = last && to.offsetHeight < innerHeight * 0.8 ? "end" : "start";
  to.scrollIntoView({ block, behavior: STILL.matches ? "auto" : "smooth" });
  to.tabIndex = -1;
  to.focus({ preventScroll: true });
}

/** A column that is taller than the window sticks with its lower end, so that all of it can be seen. */
function holdFigures() {
  for (const stage of document.querySelectorAll('[class*="st-key-stage"]')) {
    const column = stage.closest('[data-testid="stColumn"] > [data-testid="stVerticalBlock"]');
    if (!(column instanceof HTMLElement)) continue;
    const over = innerHeight - column.offsetHeight - GAP;
    column.style.setProperty("--over", `${Math.round(over)}px`);
  }
}

/** @param {HTMLElement} root */
function buildStepper(root) {
  const nav = root.appendChild(element("nav"));
  const list = nav.appendChild(element("ol", "steps"));
  const view = { steps: /** @type {Step[]} */ ([]) };
  const buttons = () => [...list.querySelectorAll("button")];

  const follow = () => {
    if (!root.isConnected) return;
    holdFigures();
    const host = root.getRootNode();
    const bar = host instanceof ShadowRoot ? host.host.closest('[class*="st-key-stepper"]') : null;
    bar?.toggleAttribute("data-stuck", root.getBoundingClientRect().top < STUCK);
    let current = 0;
    view.steps.forEach(({ target }, i) => {
      const to = part(target);
      buttons()[i].disabled = !to;
      const box = to?.getBoundingClientRect();
      const whole = box && i === view.steps.length - 1 && box.bottom <= innerHeight + GAP;
      if (box && (whole || box.top < innerHeight * READING)) current = i;
    });
    buttons().forEach((button, i) => {
      if (i === current) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  };
  let asked = 0;
  const soon = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(follow);
  };
  list.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target.closest("button") : null;
    const i = at ? buttons().indexOf(at) : -1;
    if (i >= 0) leadTo(view.steps[i].target, i === view.steps.length - 1);
  });
  const main = document.querySelector('[data-testid="stMain"]') ?? document.body;
  const sizes = new ResizeObserver(soon);

  return {
    close() {
      sizes.disconnect();
      main.removeEventListener("scroll", soon);
    },
    /** @param {Data} data */
    draw(data) {
      sizes.observe(main);
      sizes.observe(main.firstElementChild ?? main);
      main.addEventListener("scroll", soon, { passive: true });
      view.steps = data.steps;
      nav.setAttribute("aria-label", data.label);
      fill(list, data.steps, makeStep, (parts, step, i) => {
        show(parts.number, step.done ? "✓" : String(i + 1));
        show(parts.label, step.label);
        show(parts.done, step.done ? `, ${data.done}` : "");
      });
      soon();
    },
  };
}

function makeStep() {
  const node = element("li");
  const button = node.appendChild(newButton("step"));
  const number = button.appendChild(element("span", "number"));
  number.setAttribute("aria-hidden", "true");
  const label = button.appendChild(element("span"));
  const done = button.appendChild(element("span", "hint"));
  return { node, number, label, done };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  const view = instance(parentElement, buildStepper);
  view.draw(data);
  return () => view.close();
}
