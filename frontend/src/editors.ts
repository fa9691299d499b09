import { all } from "./dom";

/**
 * A text area for code becomes an editor. The text area stays what the form sends and what scripts
 * read: each keystroke goes into it as an input event, and who changes its text says so with a
 * change event. The editor is loaded where there is one; until then, and without scripts, the text
 * area itself is typed into.
 */
export function editors(root: HTMLElement): void {
  const areas = all(root, "textarea[data-editor]", HTMLTextAreaElement).filter((area) => !area.dataset["enhanced"]);
  if (areas.length === 0) return;
  for (const area of areas) area.dataset["enhanced"] = "soon";
  void import("./editing/editor").then(({ enhance }) => Promise.all(areas.map(enhance)));
}
