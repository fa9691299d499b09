/** Terminal sequences, other controls, and what turns the direction of writing, as on the server. */
const TERMINAL = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g;
const UNFIT = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const COLOUR = /\x1b\[([0-9;]{0,40})m/g;
const MOST_PIECES = 200;

const INKS: Record<string, string> = {
  "": "", "0": "", "39": "",
  "31": "ink-bad", "91": "ink-bad",
  "32": "ink-good", "92": "ink-good",
  "33": "ink-warn", "93": "ink-warn",
  "34": "ink-accent", "94": "ink-accent", "35": "ink-accent", "95": "ink-accent", "36": "ink-accent", "96": "ink-accent",
  "2": "ink-faint", "90": "ink-faint",
};

export function plain(text: string): string {
  return text.replace(TERMINAL, "").replace(/\r$/, "").replace(UNFIT, "\ufffd");
}

/** A line as text in the colours that it asks a terminal for; never markup. */
export function inked(line: string): HTMLElement {
  const whole = document.createElement("span");
  let ink = "";
  let from = 0;
  const add = (raw: string): void => {
    const text = plain(raw);
    if (!text) return;
    const piece = document.createElement("i");
    piece.className = ink;
    piece.textContent = text;
    whole.append(piece);
  };
  for (const found of line.matchAll(COLOUR)) {
    if (whole.childElementCount >= MOST_PIECES) break;
    add(line.slice(from, found.index));
    for (const code of (found[1] ?? "").split(";")) ink = INKS[code] ?? ink;
    from = (found.index ?? 0) + found[0].length;
  }
  add(line.slice(from));
  return whole;
}
