// The chosen head as a matrix: one canvas pixel a cell, enlarged by CSS. It scrolls inside itself.

const SIZES = [2, 3, 4, 6, 8, 11, 14, 18, 24, 32]; // pixels of a cell
const NAMED = 18; // from this size on the cells' tokens are written beside them

function buildMatrix(parent, view) {
  const pane = parent.appendChild(element("div", "pane matrix"));
  const bar = pane.appendChild(element("div", "paneTitle"));
  const reading = bar.appendChild(element("bdi", "reading"));
  reading.id = "reading";
  reading.setAttribute("role", "status");
  const [smaller, larger] = ["−", "+"].map((sign) => bar.appendChild(element("button", "zoom", sign)));
  const scroll = pane.appendChild(element("div", "scroll"));
  const plan = scroll.appendChild(element("div", "plan"));
  const corner = plan.appendChild(element("div", "corner"));
  const [queryTitle, keyTitle] = ["query", "key"].map((name) => corner.appendChild(element("span", name)));
  const top = plan.appendChild(element("div", "top"));
  const left = plan.appendChild(element("div", "left"));
  const board = plan.appendChild(element("div", "board"));
  for (const names of [top, left]) names.setAttribute("aria-hidden", "true");
  board.tabIndex = 0;
  board.setAttribute("role", "img");
  const canvas = board.appendChild(element("canvas"));
  const cross = ["across", "down"].map((name) => board.appendChild(element("i", name)));
  const parts = { pane, scroll, top, left, board, canvas, cross, reading, smaller, larger, size: null };

  const cell = (event) => {
    const box = board.getBoundingClientRect();
    const n = view.data.tokens.length;
    return [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width].map((share) =>
      Math.max(0, Math.min(n - 1, Math.floor(share * n))),
    );
  };
  board.addEventListener("pointermove", (event) => view.read(...cell(event)));
  board.addEventListener("pointerleave", () => view.glance(null));
  board.addEventListener("click", (event) => view.look(...cell(event)));
  board.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const n = view.data.tokens.length;
    view.look(...[view.query + step[0], view.key + step[1]].map((i) => Math.max(0, Math.min(n - 1, i))));
  });
  const zoom = (step) => {
    const next = SIZES[SIZES.indexOf(parts.size) + step];
    if (next) resizeMatrix(parts, view.data, next);
    view.mark();
  };
  smaller.onclick = () => zoom(-1);
  larger.onclick = () => zoom(1);

  return {
    draw(data, colours) {
      board.setAttribute("aria-label", `${phrase(data.texts.head, { layer: data.chosen[0], head: data.chosen[1] })}. ${data.texts.matrix}`);
      board.setAttribute("aria-describedby", "reading");
      show(queryTitle, data.texts.query);
      show(keyTitle, data.texts.key);
      for (const [button, text] of [[smaller, data.texts.smaller], [larger, data.texts.larger]]) {
        button.type = "button";
        button.dataset.tip = text;
        button.setAttribute("aria-label", text);
      }
      paintMatrix(canvas, view.shares, data.tokens.length, colours);
      const fits = SIZES.filter((size) => size * data.tokens.length <= Math.min(pane.clientWidth - 100, 390));
      if (parts.n !== data.tokens.length) resizeMatrix(parts, data, fits.at(-1) ?? SIZES[0]);
      else resizeMatrix(parts, data, parts.size);
      parts.n = data.tokens.length;
    },
    reveal(query, key) {
      keepInSight(scroll, "Top", board.offsetTop + query * parts.size, parts.size);
      keepInSight(scroll, "Left", board.offsetLeft + key * parts.size, parts.size);
    },
    mark(query, key) {
      const { texts, tokens } = view.data;
      const words = { query: tokens[query], key: tokens[key], share: percent(view.share(query, key)) };
      show(reading, phrase(key > query ? texts.later : texts.reading, words));
      cross[0].style.transform = `translateY(${query * parts.size}px)`;
      cross[1].style.transform = `translateX(${key * parts.size}px)`;
    },
  };
}

function resizeMatrix(parts, data, size) {
  parts.size = size;
  parts.board.style.setProperty("--cell", `${size}px`);
  parts.board.style.setProperty("--n", data.tokens.length);
  const names = size >= NAMED ? data.tokens : [];
  const make = () => {
    const name = element("bdi", "piece");
    name.dir = "auto";
    return name;
  };
  for (const list of [parts.top, parts.left]) {
    list.style.setProperty("--cell", `${size}px`);
    fill(list, names, make, show);
  }
  parts.smaller.disabled = size === SIZES[0];
  parts.larger.disabled = size === SIZES.at(-1);
}

function paintMatrix(canvas, shares, n, colours) {
  canvas.width = canvas.height = n;
  const brush = canvas.getContext("2d");
  const picture = brush.createImageData(n, n);
  const pixels = new Uint32Array(picture.data.buffer);
  // What comes later cannot be seen: above the diagonal there is no colour at all.
  for (let query = 0; query < n; query++)
    for (let i = query * n; i <= query * n + query; i++) pixels[i] = colours[Math.round(255 * shares[i])];
  brush.putImageData(picture, 0, 0);
}
