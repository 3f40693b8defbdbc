// What part of a long timeline is in sight: a small map of all its years, and arrows where it goes on. All of it is for
// the pointer; the arrow keys move from event to event.

import { element, fill, newButton, onPick, STILL } from "./shared.js";

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} scroll the box that is scrolled
 * @param {(year: number) => number} leftOf where a year's events begin in it, in pixels
 */
export function buildRange(root, scroll, leftOf) {
  const density = root.appendChild(element("div", "density"));
  density.setAttribute("aria-hidden", "true");
  const shown = density.appendChild(element("i", "seen"));
  const bars = density.appendChild(element("div", "bars"));
  const ends = density.appendChild(element("div", "ends"));
  const frame = root.appendChild(element("div", "frame"));
  frame.append(scroll);
  const [back, on] = ["‹", "›"].map((sign) => frame.appendChild(newButton("more", sign)));
  for (const button of [back, on]) {
    button.tabIndex = -1;
    button.setAttribute("aria-hidden", "true");
  }
  /** @type {number[]} */
  let years = [];
  const mark = () => {
    const { scrollLeft, clientWidth, scrollWidth } = scroll;
    frame.classList.toggle("before", scrollLeft > 4);
    frame.classList.toggle("after", scrollLeft + clientWidth < scrollWidth - 4);
    const seen = years.filter((year) => leftOf(year) >= scrollLeft - 4 && leftOf(year) < scrollLeft + clientWidth - 40);
    const [first, last] = [years[0], years[years.length - 1]];
    const span = last - first + 1;
    shown.style.insetInlineStart = `${(100 * ((seen[0] ?? first) - first)) / span}%`;
    shown.style.width = `${(100 * ((seen.at(-1) ?? first) - (seen[0] ?? first) + 1)) / span}%`;
  };
  /** @param {number} left */
  const go = (left) => scroll.scrollTo({ left, behavior: STILL.matches ? "auto" : "smooth" });
  back.onclick = () => go(scroll.scrollLeft - 0.7 * scroll.clientWidth);
  on.onclick = () => go(scroll.scrollLeft + 0.7 * scroll.clientWidth);
  onPick(bars, "i", (bar) => {
    const year = Number(bar.dataset.year);
    go(leftOf(years.findLast((other) => other <= year) ?? year));
  });
  scroll.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(scroll);

  return {
    /** @param {number[]} all the years of all events, in order */
    draw(all) {
      years = all;
      const count = new Map();
      for (const year of years) count.set(year, (count.get(year) ?? 0) + 1);
      const most = Math.max(1, ...count.values());
      const span = years.length ? years[years.length - 1] - years[0] + 1 : 0;
      const each = Array.from({ length: span }, (_, i) => years[0] + i);
      fill(bars, each, () => ({ node: element("i") }), ({ node }, year) => {
        node.dataset.year = `${year}`;
        node.style.setProperty("--height", `${(count.get(year) ?? 0) / most}`);
      });
      const named = years.length ? [`${years[0]}`, `${years[years.length - 1]}`] : [];
      fill(ends, named, () => ({ node: element("span") }), ({ node }, text) => (node.textContent = text));
      mark();
    },
  };
}
