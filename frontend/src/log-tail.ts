import { all, one } from "./dom";
import { freshened, sessionEnded } from "./session";

const MOST_LINES = 2000;
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

interface Line {
  time: string;
  call: string;
  text: string;
}

interface Piece {
  invocationId: string;
  endedAt: string;
  text: string;
}

/** Terminal sequences, other controls, and what turns the direction of writing, as on the server. */
const TERMINAL = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g;
const UNFIT = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function plain(text: string): string {
  return text.replace(TERMINAL, "").replace(/\r\n/g, "\n").replace(UNFIT, "\ufffd");
}

function linesOf(piece: Piece): Line[] {
  const lines = plain(piece.text).replace(/\n$/, "").split("\n");
  return lines.map((text) => ({ time: piece.endedAt, call: piece.invocationId, text }));
}

/** Follows a function's log. Lines are text, never markup, and only the newest are kept. */
export function logTail(root: HTMLElement): void {
  for (const section of all(root, "[data-tail]", HTMLElement)) {
    const list = one(section, ".tail", HTMLElement);
    const state = one(section, "[data-state]", HTMLElement);
    const pause = one(section, "[data-pause]", HTMLButtonElement);
    const search = one(section, "input[type=search]", HTMLInputElement);
    if (!list || !state || !pause || !search) continue;
    let paused = false;
    const waiting: Line[] = [];
    const matches = (text: string): boolean => text.toLowerCase().includes(search.value.toLowerCase());

    const append = (lines: Line[]): void => {
      const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
      const rows = lines.map((line) => {
        const row = rowOf(line);
        row.hidden = !matches(line.text);
        return row;
      });
      list.append(...rows);
      while (list.childElementCount > MOST_LINES) list.firstElementChild?.remove();
      if (atEnd) list.scrollTop = list.scrollHeight;
    };

    const told = (text: string, good: boolean): void => {
      state.textContent = text;
      state.classList.toggle("good", good);
    };
    const source = new EventSource(section.dataset["tail"] ?? "");
    source.addEventListener("open", () => told("Live", true));
    source.addEventListener("error", () => {
      if (source.readyState !== EventSource.CLOSED) return told("Connecting…", false);
      told("Ended: load the page again", false);
      void freshened().then((signedIn) => signedIn || sessionEnded());
      return undefined;
    });
    source.addEventListener("log", (event) => {
      const lines = linesOf(JSON.parse((event as MessageEvent<string>).data) as Piece);
      if (!paused) return append(lines);
      waiting.push(...lines);
      waiting.splice(0, Math.max(0, waiting.length - MOST_LINES));
      return undefined;
    });
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
      pause.setAttribute("aria-pressed", String(paused));
      if (!paused) append(waiting.splice(0));
    });
    search.addEventListener("input", () => {
      for (const row of list.children) {
        (row as HTMLElement).hidden = !matches(row.lastElementChild?.textContent ?? "");
      }
    });
    window.addEventListener("pagehide", () => source.close());
    for (const time of all(list, "time", HTMLTimeElement)) time.textContent = clock.format(new Date(time.dateTime));
    list.scrollTop = list.scrollHeight;
  }
}

function rowOf(line: Line): HTMLElement {
  const row = document.createElement("div");
  const link = document.createElement("a");
  link.href = `/calls/${encodeURIComponent(line.call)}`;
  const time = document.createElement("time");
  time.dateTime = line.time;
  time.textContent = clock.format(new Date(line.time));
  link.append(time);
  const text = document.createElement("span");
  text.textContent = line.text;
  row.append(link, text);
  return row;
}
