// node render.mjs options.jsonl pixels.bin SIZE: one line of DiceBear options in, SIZE x SIZE RGB bytes out, in order.
import { createAvatar } from "@dicebear/core";
import { avataaars } from "@dicebear/collection";
import { Resvg } from "@resvg/resvg-js";
import fs from "node:fs";

const [source, target, size] = process.argv.slice(2);
const out = fs.openSync(target, "w");
for (const line of fs.readFileSync(source, "utf8").trim().split("\n")) {
  // Every option is set by us; the seed only keeps the ids inside the SVG the same from run to run.
  const svg = createAvatar(avataaars, { ...JSON.parse(line), seed: "fixed", size: 236 }).toString()
    .replace('viewBox="0 0 280 280"', 'viewBox="22 2 236 236"'); // a closer crop, or faces are too small
  const rgba = new Resvg(svg, { fitTo: { mode: "width", value: Number(size) } }).render().pixels;
  const rgb = Buffer.alloc(rgba.length / 4 * 3);
  for (let i = 0, j = 0; i < rgba.length; i += 4) {
    rgb[j++] = rgba[i];
    rgb[j++] = rgba[i + 1];
    rgb[j++] = rgba[i + 2];
  }
  fs.writeSync(out, rgb);
}
fs.closeSync(out);
