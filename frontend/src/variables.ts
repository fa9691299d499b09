import { all, one } from "./dom";

/** One more empty row in the environment; without scripts there are always a few. */
export function variables(root: HTMLElement): void {
  for (const form of all(root, "form[data-variables]", HTMLFormElement)) {
    const template = one(form, "template", HTMLTemplateElement);
    const list = one(form, ".variables", HTMLElement);
    const add = one(form, "[data-add]", HTMLButtonElement);
    if (!template || !list || !add) continue;
    add.hidden = false;
    add.addEventListener("click", () => {
      list.append(template.content.cloneNode(true));
      const names = list.querySelectorAll<HTMLInputElement>("input[name=name]");
      names[names.length - 1]?.focus();
    });
  }
}
