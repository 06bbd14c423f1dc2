// The ratios as a bar chart in SVG: a row per benchmark, a bar per implementation, on a logarithmic axis with the base at 1.
// Bars to the left of the line are faster than the base, bars to the right are slower.
import type { Implementation } from "./implementations.js";
import type { Benchmark } from "./measure.js";
import { ratioTo } from "./report.js";

const LABEL_WIDTH = 130;
const PLOT_WIDTH = 620;
const BAR_HEIGHT = 7;
const ROW_GAP = 8;
const HEADER_HEIGHT = 56;
const COLOURS = ["#1b6ca8", "#c0392b", "#8e44ad", "#27ae60", "#d68910"];

/** The axis covers at least this range of ratios. */
const LEAST_RANGE = { low: 0.1, high: 10 };

export function svgChart(benchmarks: readonly Benchmark[], implementations: readonly Implementation[], base: string): string {
  const names = implementations.map(({ name }) => name).filter((name) => name !== base);
  const ratios = benchmarks.map((benchmark) => names.map((name) => ratioTo(base, name, benchmark)?.median));
  const known = ratios.flat().filter((ratio) => ratio !== undefined);
  const x = logAxis(Math.min(LEAST_RANGE.low, ...known), Math.max(LEAST_RANGE.high, ...known));
  const rowHeight = names.length * BAR_HEIGHT + ROW_GAP;
  const height = HEADER_HEIGHT + benchmarks.length * rowHeight + 12;
  const width = LABEL_WIDTH + PLOT_WIDTH + 60;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...legend(names, base),
    ...gridLines(x, height),
    ...benchmarks.flatMap(({ name }, row) => {
      const top = HEADER_HEIGHT + row * rowHeight;
      const label = text(LABEL_WIDTH - 8, top + (names.length * BAR_HEIGHT) / 2 + 4, name, 'text-anchor="end"');
      return [label, ...(ratios[row] ?? []).flatMap((ratio, index) => bar(x, ratio, top + index * BAR_HEIGHT, colour(index)))];
    }),
    "</svg>",
    "",
  ].join("\n");
}

function logAxis(low: number, high: number): { low: number; high: number; at: (ratio: number) => number } {
  const span = Math.log(high / low);
  return { low, high, at: (ratio) => LABEL_WIDTH + (Math.log(ratio / low) / span) * PLOT_WIDTH };
}

function legend(names: readonly string[], base: string): string[] {
  const title = text(LABEL_WIDTH, 14, `Time relative to ${base} (logarithmic; left of 1 is faster)`, 'font-weight="bold"');
  const entries = names.flatMap((name, index) => {
    const left = LABEL_WIDTH + index * 110;
    return [`<rect x="${left}" y="22" width="10" height="10" fill="${colour(index)}"/>`, text(left + 14, 31, name)];
  });
  return [title, ...entries];
}

function gridLines(x: ReturnType<typeof logAxis>, height: number): string[] {
  const lines: string[] = [];
  for (let exponent = Math.floor(Math.log10(x.low)); 10 ** exponent <= x.high; exponent++) {
    for (const step of [1, 2, 5]) {
      const ratio = step * 10 ** exponent;
      if (ratio < x.low || ratio > x.high) continue;
      const place = x.at(ratio).toFixed(1);
      const stroke = ratio === 1 ? "#000000" : "#dddddd";
      lines.push(`<line x1="${place}" x2="${place}" y1="${HEADER_HEIGHT - 8}" y2="${height - 8}" stroke="${stroke}"/>`);
      lines.push(
        text(Number(place), HEADER_HEIGHT - 12, `${ratio < 1 ? ratio.toPrecision(1) : ratio}`, 'text-anchor="middle" fill="#555555"'),
      );
    }
  }
  return lines;
}

function bar(x: ReturnType<typeof logAxis>, ratio: number | undefined, top: number, fill: string): string[] {
  if (ratio === undefined) return [];
  const [left, right] = ratio < 1 ? [x.at(ratio), x.at(1)] : [x.at(1), x.at(ratio)];
  const width = Math.max(right - left, 1).toFixed(1);
  return [`<rect x="${left.toFixed(1)}" y="${top}" width="${width}" height="${BAR_HEIGHT - 1}" fill="${fill}"/>`];
}

function text(x: number, y: number, content: string, attributes = ""): string {
  const escaped = content.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? "#000000";
}
