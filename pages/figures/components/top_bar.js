// "2/9 Next token ▾" opens the sidebar, where all chapters are; the arrow leads to the next one.

/** @import { Props } from "./shared.js" */
import { element, instance, newButton, show } from "./shared.js";

/** @typedef {{ number: string, title: string, menu: string, next: string, next_label: string }} Data */

/** @param {string} selector */
function press(selector) {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) found.click();
  return found !== null;
}

/** @param {HTMLElement} root */
function buildTopBar(root) {
  const bar = root.appendChild(element("div", "bar"));
  const menu = bar.appendChild(newButton("menu"));
  const number = menu.appendChild(element("span", "number"));
  const title = menu.appendChild(element("span", "title"));
  const mark = menu.appendChild(element("span", "mark", "▾"));
  mark.setAttribute("aria-hidden", "true");
  menu.setAttribute("aria-haspopup", "true");
  menu.addEventListener("click", () => press('[data-testid="stExpandSidebarButton"]'));

  const next = bar.appendChild(element("a", "next", "→"));
  // The sidebar's own link goes there without a new visit.
  next.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = CSS.escape(new URL(next.href).pathname);
    if (press(`[data-testid="stSidebarNavLink"][href$="${address}"]`)) event.preventDefault();
  });

  return {
    /** @param {Data} data */
    draw(data) {
      show(number, data.number);
      show(title, data.title);
      menu.setAttribute("aria-label", data.menu);
      next.hidden = !data.next;
      next.href = `./${data.next}`;
      next.setAttribute("aria-label", data.next_label);
      next.title = data.next_label;
    },
  };
}

/** @param {Props<Data>} props */
export default function ({ data, parentElement }) {
  instance(parentElement, buildTopBar).draw(data);
}
