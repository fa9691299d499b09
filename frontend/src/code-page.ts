import { all, one, say } from "./dom";

/** What the server says about a text that is being edited: marks in it, and the way to their lines. */
export function codeState(root: HTMLElement): void {
  for (const state of all(root, "[data-marks-for]", HTMLElement)) {
    const area = document.getElementById(state.dataset["marksFor"] ?? "");
    if (!(area instanceof HTMLTextAreaElement)) continue;
    area.dataset["marks"] = state.dataset["marks"] ?? "[]";
    for (const button of state.querySelectorAll<HTMLButtonElement>("[data-go]")) {
      button.addEventListener("click", () => go(area, Number(button.dataset["go"])));
    }
  }
}

function go(area: HTMLTextAreaElement, line: number): void {
  const editor = area.previousElementSibling;
  if (editor?.classList.contains("editor")) {
    editor.dispatchEvent(new CustomEvent("editor:go", { detail: { line } }));
    return;
  }
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length;
  area.focus();
  area.setSelectionRange(before, before);
}

/**
 * Text that is typed is kept in this tab until it is saved, so that neither a reload nor the end of
 * the session loses it; leaving the page without saving is asked about.
 */
export function drafts(root: HTMLElement): void {
  for (const form of all(root, "form[data-draft]", HTMLFormElement)) {
    const area = one(form, "textarea", HTMLTextAreaElement);
    if (!area) continue;
    const key = `draft:${form.dataset["draft"] ?? ""}`;
    const digest = (): string => one(form, "input[name=digest]", HTMLInputElement)?.value ?? "";
    let saved = area.value;
    const kept = read(key);
    if (kept && kept.text !== saved) {
      area.value = kept.text;
      area.dispatchEvent(new Event("change"));
      const meanwhile = kept.digest === digest() ? "" : " The code was changed meanwhile: saving puts yours over it.";
      say(`What you typed here before is here again. It is not saved yet.${meanwhile}`);
    }
    const remember = (): void => keep(key, area.value === saved ? null : { digest: digest(), text: area.value });
    let sent = "";
    area.addEventListener("input", remember);
    form.addEventListener("htmx:beforeRequest", () => (sent = area.value));
    form.addEventListener("htmx:afterRequest", (event) => {
      if (!(event as CustomEvent<{ successful: boolean }>).detail.successful) return;
      saved = sent;
      remember();
    });
    window.addEventListener("beforeunload", (event) => {
      if (form.isConnected && area.value !== saved) event.preventDefault();
    });
  }
}

/** What was typed, and the package that it was typed into. */
interface Draft {
  digest: string;
  text: string;
}

function read(key: string): Draft | null {
  const kept = sessionStorage.getItem(key);
  return kept === null ? null : (JSON.parse(kept) as Draft);
}

function keep(key: string, draft: Draft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // The browser keeps no more: then it is not kept.
  }
}
