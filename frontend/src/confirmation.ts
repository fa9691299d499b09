import { all, one } from "./dom";

/** A dangerous button wakes up when the name has been typed; the server asks for it as well. */
export function confirmations(root: HTMLElement): void {
  for (const form of all(root, "form[data-confirm]", HTMLFormElement)) {
    const input = one(form, "input[name=confirmation]", HTMLInputElement);
    const button = one(form, "button[type=submit]", HTMLButtonElement);
    if (!input || !button) continue;
    const check = (): void => {
      button.disabled = input.value !== form.dataset["confirm"];
    };
    input.addEventListener("input", check);
    check();
  }
}
