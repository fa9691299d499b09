import { say } from "./dom";

/** A button with data-copy="id" copies the text of that element. */
export function copying(): void {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (!button) return;
    const source = document.getElementById(button.dataset["copy"] ?? "");
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      say("Copied.");
    } catch {
      // Without the clipboard (an address that is not secure) the text is at least selected.
      window.getSelection()?.selectAllChildren(source);
      say("Selected: press Ctrl+C to copy.");
    }
  });
}
