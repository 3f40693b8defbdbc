// data: {container: CSS class, name: file name, labels: {png, svg}, texts: {none}}
// Plotly draws a chart as several SVG layers of one size; they are laid over each other in one drawing, charts below
// each other, on the page's background.

const SVG = "http://www.w3.org/2000/svg";

function composed(container) {
  const charts = [...document.querySelectorAll(`.${CSS.escape(container)} .js-plotly-plot`)];
  const boxes = charts.map((chart) => chart.getBoundingClientRect());
  if (!charts.length) return null;
  const width = Math.max(...boxes.map((box) => box.width));
  const height = boxes.reduce((sum, box) => sum + box.height, 0);
  const whole = document.createElementNS(SVG, "svg");
  whole.setAttribute("xmlns", SVG);
  whole.setAttribute("width", width);
  whole.setAttribute("height", height);
  const ground = document.createElementNS(SVG, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  const app = document.querySelector("[data-testid=stApp]");
  ground.setAttribute("fill", app ? getComputedStyle(app).backgroundColor : "white");
  whole.append(ground);
  let y = 0;
  charts.forEach((chart, i) => {
    for (const layer of chart.querySelectorAll(".main-svg")) {
      const copy = layer.cloneNode(true);
      copy.setAttribute("y", y);
      copy.style.background = "none";
      whole.append(copy);
    }
    y += boxes[i].height;
  });
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function toPng({ text, width, height }) {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * width; // twice the screen's size, for print
      canvas.height = 2 * height;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve, "image/png");
    };
    picture.onerror = reject;
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}

function buildSave(root) {
  const buttons = Object.fromEntries(
    ["png", "svg"].map((kind) => {
      const button = root.appendChild(element("button", "action"));
      button.type = "button";
      return [kind, button];
    }),
  );
  const note = root.appendChild(element("p", ""));
  note.setAttribute("role", "status");
  note.hidden = true;
  const view = {};
  for (const [kind, button] of Object.entries(buttons)) {
    button.addEventListener("click", async () => {
      const drawing = composed(view.data.container);
      note.hidden = Boolean(drawing);
      if (!drawing) return show(note, view.data.texts.none);
      const blob = kind === "svg" ? new Blob([drawing.text], { type: "image/svg+xml" }) : await toPng(drawing);
      save(blob, `${view.data.name}.${kind}`);
    });
  }
  view.draw = (data) => {
    view.data = data;
    for (const [kind, button] of Object.entries(buttons)) show(button, data.labels[kind]);
  };
  return view;
}

export default function ({ data, parentElement }) {
  instance(parentElement, buildSave).draw(data);
}
