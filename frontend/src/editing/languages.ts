import { StreamLanguage } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";

/** Each language is a part of its own, loaded when a text of it is on the page. */
export async function language(name: string): Promise<Extension> {
  switch (name) {
    case "json": {
      const { json, jsonParseLinter } = await import("@codemirror/lang-json");
      const parse = jsonParseLinter();
      return [json(), linter((view) => (view.state.doc.toString().trim() === "" ? [] : parse(view)))];
    }
    case "javascript":
      return (await import("@codemirror/lang-javascript")).javascript();
    case "typescript":
      return (await import("@codemirror/lang-javascript")).javascript({ typescript: true });
    case "python":
      return (await import("@codemirror/lang-python")).python();
    case "java":
      return (await import("@codemirror/lang-java")).java();
    case "sh":
      return StreamLanguage.define((await import("@codemirror/legacy-modes/mode/shell")).shell);
    default:
      return [];
  }
}
