import { all, bytes, one } from "./dom";
import { inked, plain } from "./ink";
import { whileSeen, whyRefused } from "./live";

/** So many stay on the page; more come back by a search. */
const MOST_LINES = 5000;
const LEVELS = ["none", "debug", "info", "warn", "error"];
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const dated = new Intl.DateTimeFormat(undefined, { dateStyle: "short", timeStyle: "medium" });

interface Line {
  time: string;
  call: string;
  function: string | null;
  level: string;
  text: string;
}

interface Piece {
  invocationId: string;
  endedAt: string;
  function: string | null;
  version: string | null;
  text: string;
  levels: string[];
  truncatedBytes: number;
}

function linesOf(piece: Piece): Line[] {
  const whole = { time: piece.endedAt, call: piece.invocationId, function: piece.function };
  const lines = piece.text.replace(/\n$/, "").split("\n");
  const all = lines.map((text, i) => ({ ...whole, level: piece.levels[i] ?? "none", text }));
  if (piece.truncatedBytes > 0) {
    all.push({ ...whole, level: piece.levels.at(-1) ?? "none", text: `… and ${bytes(piece.truncatedBytes)} more, which were not kept` });
  }
  return all;
}

/** The day is said where it is not today. */
function shown(time: string): string {
  const at = new Date(time);
  return (at.toDateString() === new Date().toDateString() ? clock : dated).format(at);
}

/** Keeps the lines that are read in their place while older ones come in above them. */
function holdPlace(list: HTMLElement): void {
  list.addEventListener("htmx:beforeRequest", (event) => {
    if (list.childElementCount > MOST_LINES) event.preventDefault();
  });
  list.addEventListener("htmx:beforeSwap", () => {
    const below = list.scrollHeight - list.scrollTop;
    const first = list.querySelector(".line");
    requestAnimationFrame(() => {
      list.scrollTop = list.scrollHeight - below;
      for (const row of list.querySelectorAll(".line")) {
        if (row === first) break;
        for (const time of all(row, "time[data-clock]", HTMLTimeElement)) time.textContent = shown(time.dateTime);
      }
    });
  });
}

/** The lists of a form of logs are looked up as soon as one is chosen. */
function sendOnChoice(section: HTMLElement): void {
  for (const choice of all(section, "[data-log-form] select", HTMLSelectElement)) {
    choice.addEventListener("change", () => choice.form?.requestSubmit());
  }
}

/** Follows logs. Lines are text, never markup, and only the newest are kept. */
export function logTail(root: HTMLElement): void {
  for (const section of all(root, "[data-logs]", HTMLElement)) {
    const list = one(section, ".tail", HTMLElement);
    if (!list) continue;
    sendOnChoice(section);
    holdPlace(list);
    for (const time of all(list, "time[data-clock]", HTMLTimeElement)) time.textContent = shown(time.dateTime);
    list.scrollTop = list.scrollHeight;
    if (section.dataset["tail"]) follow(section, list, section.dataset["tail"]);
  }
}

function follow(section: HTMLElement, list: HTMLElement, address: string): void {
  const state = one(section, "[data-state]", HTMLElement);
  const pause = one(section, "[data-pause]", HTMLButtonElement);
  if (!state || !pause) return;
  const value = (name: string): string => {
    const field = section.querySelector(`[name=${name}]`);
    return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "";
  };
  const text = value("text").toLowerCase();
  const least = Math.max(0, LEVELS.indexOf(value("level")));
  const version = value("version");
  const ofAll = !address.startsWith("/functions/");
  const matches = (line: Line): boolean => LEVELS.indexOf(line.level) >= least && plain(line.text).toLowerCase().includes(text);
  const known = shownCalls(list);
  let paused = false;
  let drawing = false;
  // Whether the end is in sight: until somebody goes up from it, however high new lines turn out to be.
  let pinned = true;
  let top = list.scrollTop;
  let left = false;
  const waiting: Line[] = [];

  const told = (words: string, good: boolean): void => {
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("good", good);
  };
  /** Once more when they are laid out, because only then is their height known. */
  const toEnd = (): void => {
    list.scrollTop = list.scrollHeight;
    top = 0;
    requestAnimationFrame(() => {
      if (pinned) list.scrollTop = list.scrollHeight;
      top = list.scrollTop;
    });
  };
  const append = (): void => {
    if (waiting.length === 0) return;
    list.querySelector("[data-none]")?.remove();
    if (left) list.append(noteOf("Lines between these came too fast to be shown; a search finds them."));
    left = false;
    list.append(...waiting.splice(0).map((line) => rowOf(line, ofAll)));
    while (list.childElementCount > MOST_LINES) list.firstElementChild?.remove();
    toEnd();
  };
  /** Once a frame, so never in a tab that nobody sees, and never under the eyes of who reads further up. */
  const draw = (): void => {
    drawing = false;
    if (paused) return;
    if (pinned) {
      append();
      told("Live", true);
    } else if (waiting.length > 0) told("New lines below", true);
  };
  const drawSoon = (): void => {
    if (!drawing) requestAnimationFrame(draw);
    drawing = true;
  };
  let last = new URL(address, location.href).searchParams.get("after") ?? "";
  const from = (): string => {
    const url = new URL(address, location.href);
    if (last) url.searchParams.set("after", last);
    return url.href;
  };
  const refused = (): void => {
    if (source.readyState !== EventSource.CLOSED) return told("Connecting…", false);
    told("Not live", false);
    void whyRefused(address).then((why) => {
      list.append(noteOf(why));
      list.scrollTop = list.scrollHeight;
    });
    return undefined;
  };
  const heard = (event: MessageEvent<string>): void => {
    const piece = JSON.parse(event.data) as Piece;
    last = event.lastEventId || last;
    if (version && piece.version !== version) return;
    if (known.last >= Date.parse(piece.endedAt) && known.calls.has(piece.invocationId)) return;
    waiting.push(...linesOf(piece).filter(matches));
    const over = waiting.length - MOST_LINES;
    if (over > 0) {
      waiting.splice(0, over);
      left = true;
    }
    drawSoon();
  };
  const open = (): EventSource => {
    const opened = new EventSource(from());
    opened.addEventListener("open", () => told(paused ? "Paused" : "Live", !paused));
    opened.addEventListener("error", refused);
    opened.addEventListener("log", heard);
    return opened;
  };
  let source = open();
  // Without a place to go on from, what comes meanwhile would be missed.
  whileSeen(
    () => last && source.close(),
    () => {
      if (source.readyState === EventSource.CLOSED) source = open();
    },
  );
  list.addEventListener("scroll", () => {
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 40) pinned = true;
    else if (list.scrollTop < top - 2) pinned = false;
    top = list.scrollTop;
    if (waiting.length > 0) drawSoon();
  });
  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Go on" : "Pause";
    pause.setAttribute("aria-pressed", String(paused));
    if (paused) return told("Paused", false);
    pinned = true;
    toEnd();
    draw();
    return undefined;
  });
  window.addEventListener("pagehide", () => source.close());
}

/** What the page came with comes a second time where it was printed just before the stream began. */
function shownCalls(list: HTMLElement): { calls: Set<string>; last: number } {
  const lines = all(list, ".line", HTMLElement);
  const times = lines.map((line) => Date.parse(line.querySelector("time")?.dateTime ?? "") || 0);
  const calls = lines.map((line) => decodeURIComponent(line.querySelector("a")?.pathname.split("/").pop() ?? ""));
  return { calls: new Set(calls), last: Math.max(0, ...times) };
}

function noteOf(text: string): HTMLElement {
  const note = document.createElement("div");
  note.className = "older";
  note.textContent = text;
  return note;
}

function rowOf(line: Line, ofAll: boolean): HTMLElement {
  const row = document.createElement("div");
  row.className = "line";
  row.dataset["level"] = line.level;
  const link = document.createElement("a");
  link.href = `/calls/${encodeURIComponent(line.call)}`;
  const time = document.createElement("time");
  time.dateTime = line.time;
  time.textContent = shown(line.time);
  link.append(time);
  row.append(link);
  if (ofAll && line.function) {
    const whose = document.createElement("b");
    whose.textContent = line.function;
    row.append(whose);
  }
  row.append(inked(line.text));
  return row;
}
