import uPlot from "uplot";
import { shower } from "./units";

interface Line {
  name: string;
  colour: string;
  values: (number | null)[];
}

interface Drawing {
  kind: string;
  times: number[];
  lines: Line[];
  show: (value: number) => string;
  binary: boolean;
}

const HEIGHT = 220;
const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** What the table of a figure says, with the colours of its legend as they are now. */
function read(figure: HTMLElement): Drawing {
  const rows = [...figure.querySelectorAll("tbody tr")];
  const marks = [...figure.querySelectorAll<HTMLElement>("figcaption i")];
  const lines = [...figure.querySelectorAll("thead th")].slice(1).map((head, at) => ({
    name: head.textContent ?? "",
    colour: marks[at] ? getComputedStyle(marks[at]).backgroundColor : "gray",
    values: rows.map((row) => {
      const value = row.querySelectorAll("td")[at]?.dataset["value"] ?? "";
      return value === "" ? null : Number(value);
    }),
  }));
  return {
    kind: figure.dataset["chart"] ?? "LINES",
    times: rows.map((row) => Date.parse(row.querySelector("time")?.dateTime ?? "") / 1000),
    lines,
    binary: figure.dataset["unit"] === "bytes",
    show: shower(figure.dataset["unit"] ?? "count", figure.dataset["currency"] ?? ""),
  };
}

/** Draws it, and again in other colours or at another width. */
export function draw(figure: HTMLElement): void {
  const place = figure.querySelector<HTMLElement>(".plot");
  if (!place) return;
  let plot = plotted(read(figure), place);
  new ResizeObserver(() => {
    if (place.clientWidth > 0 && place.clientWidth !== plot.width) plot.setSize({ width: place.clientWidth, height: plot.height });
  }).observe(place);
  const again = (): void => {
    plot.destroy();
    plot = plotted(read(figure), place);
  };
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

function plotted(drawing: Drawing, place: HTMLElement): uPlot {
  const root = getComputedStyle(document.documentElement);
  const colour = (name: string): string => root.getPropertyValue(name).trim();
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const grid = { stroke: colour("--line"), width: 1 };
  const bars = drawing.kind !== "LINES";
  const step = drawing.times.length > 1 ? (drawing.times[1] ?? 0) - (drawing.times[0] ?? 0) : 3600;
  const options: uPlot.Options = {
    width: Math.max(place.clientWidth, 120),
    height: place.clientHeight || HEIGHT,
    padding: [10, 22, 0, 0],
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: true, y: false }, sync: { key: "charts", scales: ["x", null] } },
    scales: {
      x: { range: (_, min, max) => [min, bars ? max + step : max] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.12 : 1] },
    },
    axes: [
      { stroke: colour("--faint"), grid: { show: false }, ticks: { ...grid, size: 5 }, font, size: 30, gap: 4, values: (_, splits, __, ___, incr) => ticks(splits, incr) },
      { stroke: colour("--faint"), grid, ticks: { show: false }, font, size: wide, values: (_, splits) => splits.map(drawing.show), ...steps(drawing) },
    ],
    series: [{}, ...lines(drawing)],
    hooks: { setCursor: [tip(drawing, place)] },
  };
  return new uPlot(options, data(drawing), place);
}

/** As wide as its longest number at eleven pixels, with a gap. */
function wide(_: uPlot, values: string[] | null): number {
  return Math.max(34, Math.max(0, ...(values ?? []).map((value) => value.length)) * 6.4 + 16);
}

/** What is counted has no halves; sizes are marked at powers of two, as they are shown. */
function steps(drawing: Drawing): Partial<uPlot.Axis> {
  if (drawing.binary) return { incrs: Array.from({ length: 50 }, (_, power) => 2 ** power) };
  const most = Math.max(...drawing.lines.flatMap((line) => line.values.map((v) => v ?? 0)));
  const whole = drawing.lines.every((line) => line.values.every((v) => v === null || Number.isInteger(v)));
  return whole && most < 8 ? { incrs: [1, 2, 5, 10] } : {};
}

function ticks(splits: number[], incr: number): string[] {
  let before = "";
  return splits.map((split) => {
    const at = new Date(split * 1000);
    const today = day.format(at);
    const shown = incr >= 86_400 || (today !== before && before !== "") ? today : clock.format(at);
    before = today;
    return shown;
  });
}

/** On top of each other, the sum of all is drawn first and the others over it. */
function data(drawing: Drawing): uPlot.AlignedData {
  if (drawing.kind !== "STACKED") return [drawing.times, ...drawing.lines.map((line) => line.values)];
  const sums: (number | null)[][] = [];
  for (const line of drawing.lines) {
    const below = sums[sums.length - 1];
    sums.push(line.values.map((value, at) => (value === null && below?.[at] == null ? null : (value ?? 0) + (below?.[at] ?? 0))));
  }
  return [drawing.times, ...sums.reverse()];
}

function lines(drawing: Drawing): uPlot.Series[] {
  const bars = drawing.kind === "LINES" ? undefined : uPlot.paths.bars?.({ size: [0.78, 46], align: 1 });
  const order = drawing.kind === "STACKED" ? [...drawing.lines].reverse() : drawing.lines;
  return order.map((line) => ({
    label: line.name,
    stroke: line.colour,
    width: bars ? 0 : 1.75,
    points: { show: lonely(line.values) },
    ...(bars ? { fill: line.colour, paths: bars } : order.length === 1 ? { fill: washed(line.colour) } : {}),
  }));
}

/** A single value between gaps would be a line without length. */
function lonely(values: (number | null)[]): boolean {
  return values.filter((value) => value !== null).length < 3;
}

function washed(colour: string): string {
  return colour.replace(/^rgb\((.*)\)$/, "rgba($1, 0.09)");
}

/** The numbers under the pointer. Names are text, never markup. */
function tip(drawing: Drawing, place: HTMLElement): (plot: uPlot) => void {
  place.querySelector(".tip")?.remove();
  const box = document.createElement("div");
  box.className = "tip";
  box.hidden = true;
  place.append(box);
  return (plot) => {
    const at = plot.cursor.idx;
    box.hidden = at === null || at === undefined || (plot.cursor.left ?? -1) < 0;
    if (box.hidden || at === null || at === undefined) return;
    const head = document.createElement("p");
    head.textContent = moment.format(new Date((drawing.times[at] ?? 0) * 1000));
    box.replaceChildren(head, ...drawing.lines.map((line) => row(line, at, drawing)));
    const left = (plot.cursor.left ?? 0) + plot.over.offsetLeft;
    const beyond = left + box.offsetWidth + 16 > place.clientWidth;
    box.style.transform = `translateX(${beyond ? Math.max(0, left - box.offsetWidth - 14) : left + 14}px)`;
  };
}

function row(line: Line, at: number, drawing: Drawing): HTMLElement {
  const value = line.values[at] ?? null;
  const mark = document.createElement("i");
  mark.style.background = line.colour;
  const name = document.createElement("span");
  name.textContent = line.name;
  const shown = document.createElement("strong");
  shown.textContent = value === null ? "–" : drawing.show(value);
  const whole = document.createElement("div");
  whole.append(mark, name, shown);
  return whole;
}
