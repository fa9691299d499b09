import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { language } from "./languages";
import { diagnostics, marksOf } from "./marks";
import { colours, look } from "./look";

/**
 * Puts an editor in the place of a text area. It lives in a shadow root: there its styles are
 * adopted sheets, which the policy of these pages allows where a style element is not.
 */
export async function enhance(area: HTMLTextAreaElement): Promise<void> {
  const kind = area.dataset["language"] ?? "";
  const spoken = new Compartment();
  const first = await language(kind);
  if (!area.isConnected) return;
  const host = document.createElement("div");
  host.className = "editor";
  area.before(host);
  const labels = [...(area.labels ?? [])];
  const root = host.attachShadow({ mode: "open", delegatesFocus: true });
  const view = new EditorView({ root, parent: root, state: stateOf(area, kind, spoken.of([first, EditorState.readOnly.of(area.readOnly)])) });
  area.hidden = true;
  for (const label of labels) label.removeAttribute("for"); // they lead to what is hidden now
  area.removeAttribute("aria-label");
  area.dataset["enhanced"] = "yes";
  listening(area, labels, host, view);
  following(area, view, spoken);
  if (area.hasAttribute("autofocus")) view.focus();
}

/** The text area may become one for another language, or one that is only read. */
function following(area: HTMLTextAreaElement, view: EditorView, spoken: Compartment): void {
  const follow = async (): Promise<void> => {
    const now = await language(area.dataset["language"] ?? "");
    view.dispatch({ effects: spoken.reconfigure([now, EditorState.readOnly.of(area.readOnly)]) });
  };
  new MutationObserver(() => void follow()).observe(area, { attributeFilter: ["data-language", "readonly"] });
}

function stateOf(area: HTMLTextAreaElement, kind: string, spoken: Extension): EditorState {
  const state = EditorState.create({ doc: area.value, extensions: [extensions(area, kind), spoken] });
  const marks = marksOf(area);
  return marks.length === 0 ? state : state.update(setDiagnostics(state, diagnostics(state, marks))).state;
}

function extensions(area: HTMLTextAreaElement, kind: string): Extension {
  const code = kind !== "json";
  return [
    lineNumbers(),
    code ? foldGutter() : [],
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    code ? autocompletion() : [],
    highlightActiveLine(),
    highlightSelectionMatches(),
    syntaxHighlighting(colours),
    look(area.rows),
    EditorView.lineWrapping,
    EditorState.tabSize.of(4),
    EditorView.contentAttributes.of(attributes(area)),
    EditorView.domEventHandlers({ beforeinput: typedOverLines }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      area.value = update.state.doc.toString();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }),
    keymap.of([
      { key: "Mod-Enter", run: () => sent(area, "Enter") },
      { key: "Mod-s", run: () => sent(area, "s"), preventDefault: true },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...(code ? [indentWithTab] : []),
    ]),
  ];
}

/**
 * Where text takes the place of several lines, Chromium would join the elements of lines itself and
 * give what it joins a style attribute, which the policy of these pages blocks and reports. So that
 * is done in the document, and the elements follow.
 */
function typedOverLines(event: InputEvent, view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  const { doc, readOnly } = view.state;
  const text = event.data ?? event.dataTransfer?.getData("text/plain");
  const several = doc.lineAt(from).number !== doc.lineAt(to).number;
  if (!several || readOnly || event.isComposing || !event.inputType.startsWith("insert") || text === undefined) return false;
  event.preventDefault();
  const insert = (): ReturnType<typeof view.state.update> =>
    view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert))) view.dispatch(insert());
  return true;
}

/** A label outside the shadow root cannot name what is inside, so its words are said again. */
function attributes(area: HTMLTextAreaElement): Record<string, string> {
  const label = area.getAttribute("aria-label") ?? area.labels?.[0]?.textContent?.trim() ?? "Code";
  return {
    "aria-label": label,
    ...(area.readOnly ? {} : { "aria-description": "Escape, then Tab leaves the editor." }),
    autocapitalize: "off",
    spellcheck: "false",
  };
}

/** Which key sends the form is the form's own choice: data-sends="Enter" or "s". */
function sent(area: HTMLTextAreaElement, key: string): boolean {
  const form = area.form;
  if (!form || (form.dataset["sends"] ?? "Enter") !== key) return key === "s";
  form.requestSubmit();
  return true;
}

function listening(area: HTMLTextAreaElement, labels: HTMLLabelElement[], host: HTMLElement, view: EditorView): void {
  area.addEventListener("change", () => {
    const { doc } = view.state;
    if (doc.toString() !== area.value) view.dispatch({ changes: { from: 0, to: doc.length, insert: area.value } });
  });
  area.addEventListener("focus", () => view.focus());
  for (const label of labels) {
    label.addEventListener("click", (event) => {
      event.preventDefault();
      view.focus();
    });
  }
  // What the server found wrong with it may come later than the text: in a fragment, as new marks.
  new MutationObserver(() => {
    view.dispatch(setDiagnostics(view.state, diagnostics(view.state, marksOf(area))));
  }).observe(area, { attributeFilter: ["data-marks"] });
  host.addEventListener("editor:go", (event) => {
    const { line } = (event as CustomEvent<{ line: number }>).detail;
    const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from;
    view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    view.focus();
  });
}
