import { all, one } from "./dom";

/** The event of a call: told at once when it is not JSON, formatted on demand, sent by Ctrl+Enter. */
export function eventEditor(root: HTMLElement): void {
  for (const form of all(root, "form[data-call]", HTMLFormElement)) {
    const area = one(form, "textarea", HTMLTextAreaElement);
    const wrong = one(form, ".wrong", HTMLElement);
    if (!area || !wrong) continue;
    const check = (): unknown => {
      try {
        const value: unknown = area.value.trim() === "" ? null : JSON.parse(area.value);
        wrong.textContent = "";
        area.removeAttribute("aria-invalid");
        return value;
      } catch (e) {
        wrong.textContent = e instanceof Error ? `Not valid JSON yet: ${e.message}` : "Not valid JSON yet.";
        area.setAttribute("aria-invalid", "true");
        return undefined;
      }
    };
    area.addEventListener("input", check);
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    one(form, "[data-format]", HTMLButtonElement)?.addEventListener("click", () => {
      const value = check();
      if (value !== undefined && value !== null) area.value = JSON.stringify(value, null, 2);
      area.focus();
    });
  }
}
