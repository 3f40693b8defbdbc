// The tokens of the text one below the other, with arcs from the chosen query to the keys it looks at.

const ROW = 26; // pixels, the height of a token's row
const ARCS = 110; // pixels, the width of the arcs
const FAINT = 0.02; // arcs under this share are left out

function buildRows(parent, view) {
  const pane = parent.appendChild(element("div", "pane rows"));
  const title = pane.appendChild(element("div", "paneTitle"));
  const scroll = pane.appendChild(element("div", "scroll"));
  const arcs = scroll.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  arcs.setAttribute("aria-hidden", "true");
  const list = scroll.appendChild(element("div", "list"));
  list.setAttribute("role", "listbox");
  const settle = roving(list, ".token", (pressed, rows, at) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[pressed];
    if (to !== undefined) view.look(Math.max(0, Math.min(rows.length - 1, to)));
    return to;
  });
  const place = (event) => [...list.children].indexOf(event.target.closest(".token"));
  list.addEventListener("click", (event) => place(event) >= 0 && view.look(place(event)));
  list.addEventListener("pointerover", (event) => place(event) >= 0 && view.glance(place(event)));
  list.addEventListener("pointerleave", () => view.glance(null));

  return {
    draw(data) {
      show(title, data.texts.rows);
      list.setAttribute("aria-label", data.texts.rows);
      fill(list, data.tokens, makeToken, (row, text) => show(row.firstChild, text));
      arcs.setAttribute("width", ARCS);
      arcs.setAttribute("height", ROW * data.tokens.length);
      settle(list.contains(list.getRootNode().activeElement) ? undefined : list.children[view.query]);
    },
    reveal: (query) => keepInSight(scroll, "Top", ROW * query, ROW),
    mark(query) {
      [...list.children].forEach((row, key) => {
        const share = view.share(query, key);
        row.setAttribute("aria-selected", String(key === query));
        row.classList.toggle("later", key > query);
        row.style.setProperty("--share", Math.sqrt(share));
        show(row.lastChild, key > query ? "–" : percent(share));
      });
      const keys = view.data.tokens.map((_, key) => key).filter((key) => view.share(query, key) >= FAINT);
      fill(arcs, keys, () => document.createElementNS("http://www.w3.org/2000/svg", "path"), (path, key) => {
        path.setAttribute("d", arc(query, key));
        path.style.strokeWidth = `${1 + 5 * view.share(query, key)}`;
        path.style.opacity = `${0.25 + 0.75 * Math.sqrt(view.share(query, key))}`;
      });
    },
  };
}

function makeToken() {
  const row = element("div", "token");
  row.setAttribute("role", "option");
  row.tabIndex = -1;
  const text = row.appendChild(element("bdi", "piece"));
  text.dir = "auto";
  row.append(element("span", "value"));
  return row;
}

/** From the middle of the query's row to the key's, the farther the wider; a small loop where a token sees itself. */
function arc(query, key) {
  const [from, to] = [query, key].map((row) => ROW * (row + 0.5));
  if (query === key) return `M${ARCS} ${from - 5} C${ARCS - 16} ${from - 9} ${ARCS - 16} ${from + 9} ${ARCS} ${from + 5}`;
  const x = ARCS - Math.min(1.3 * ARCS, 16 + 0.55 * Math.abs(to - from));
  return `M${ARCS} ${from} C${x} ${from} ${x} ${to} ${ARCS} ${to}`;
}
