import { HighlightStyle } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

/** The console's own colours: they are inherited into the shadow root and follow light and dark. */
export const colours = HighlightStyle.define([
  { tag: [t.keyword, t.operatorKeyword, t.modifier, t.self], color: "var(--code-keyword)" },
  { tag: [t.string, t.special(t.string), t.regexp, t.character], color: "var(--code-string)" },
  { tag: [t.number, t.bool, t.null, t.atom], color: "var(--code-number)" },
  { tag: [t.comment, t.meta], color: "var(--faint)", fontStyle: "italic" },
  { tag: [t.function(t.variableName), t.function(t.propertyName), t.definition(t.variableName)], color: "var(--code-name)" },
  { tag: [t.typeName, t.className, t.namespace, t.annotation], color: "var(--code-type)" },
  { tag: [t.propertyName, t.attributeName], color: "var(--code-name)" },
  { tag: t.invalid, color: "var(--bad)" },
]);

/**
 * @param rows as many lines as the text area asked for are there even when they are empty
 */
export function look(rows: number): Extension {
  return EditorView.theme({
    "&": { color: "var(--text)", backgroundColor: "var(--sunken)", borderRadius: "inherit", fontSize: "0.87rem" },
    "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
    ".cm-scroller": {
      fontFamily: "var(--mono)",
      lineHeight: "1.6",
      minHeight: `calc(${Math.max(rows, 3)} * 1.6em + 16px)`,
      maxHeight: "min(68vh, 640px)",
      overflow: "auto",
    },
    ".cm-content": { padding: "8px 0", caretColor: "var(--text)", unicodeBidi: "plaintext" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--faint)", border: "0" },
    ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
    ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
      backgroundColor: "color-mix(in srgb, var(--accent) 26%, transparent)",
    },
    ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 22%, transparent)" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--good) 24%, transparent)" },
    ".cm-tooltip, .cm-panels": {
      backgroundColor: "var(--surface)",
      color: "var(--text)",
      border: "1px solid var(--line-strong)",
      borderRadius: "6px",
    },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
    ".cm-panels": { borderRadius: "0", fontFamily: "var(--sans)" },
    ".cm-panel input, .cm-panel button": {
      font: "inherit",
      color: "var(--text)",
      background: "var(--surface)",
      border: "1px solid var(--field-line)",
      borderRadius: "5px",
    },
    ".cm-diagnostic": { fontFamily: "var(--sans)", padding: "6px 10px" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
    ".cm-foldPlaceholder": { background: "var(--line)", border: "0", color: "var(--soft)" },
  });
}
