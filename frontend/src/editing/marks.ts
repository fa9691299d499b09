import type { Diagnostic } from "@codemirror/lint";
import type { EditorState } from "@codemirror/state";

/** What somebody found wrong with a text; lines and columns count from one. */
export interface Mark {
  line: number;
  column?: number;
  message: string;
  severity?: "error" | "warning";
}

export function marksOf(area: HTMLTextAreaElement): Mark[] {
  const text = area.dataset["marks"];
  return text ? (JSON.parse(text) as Mark[]) : [];
}

/** From the place to the end of the word that stands there, or of the line. */
export function diagnostics(state: EditorState, marks: Mark[]): Diagnostic[] {
  return marks.map((mark) => {
    const line = state.doc.line(Math.min(Math.max(1, mark.line), state.doc.lines));
    const from = Math.min(line.from + Math.max(0, (mark.column ?? 1) - 1), line.to);
    const word = state.wordAt(from);
    const to = word && word.from === from ? word.to : mark.column ? Math.min(from + 1, line.to) : line.to;
    return { from: Math.min(from, to), to, severity: mark.severity ?? "error", message: mark.message };
  });
}
