import { all, one } from "./dom";

/** Rows to choose from: one box for all of the page, and a button that sleeps while none is chosen. */
export function selections(root: HTMLElement): void {
  for (const form of all(root, "form[data-selection]", HTMLFormElement)) {
    const boxes = [...form.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")];
    const every = one(form, "[data-all]", HTMLInputElement);
    const button = one(form, "[data-chosen]", HTMLButtonElement);
    if (!every || !button || boxes.length === 0) continue;
    const check = (): void => {
      const chosen = boxes.filter((box) => box.checked).length;
      button.disabled = chosen === 0;
      every.checked = chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
    };
    every.hidden = false;
    every.addEventListener("change", () => {
      for (const box of boxes) box.checked = every.checked;
      check();
    });
    form.addEventListener("change", check);
    check();
  }
}
