import { all, one } from "./dom";

/** One more empty row of names and values; without scripts there is always one. */
export function variables(root: HTMLElement): void {
  for (const form of all(root, "form[data-variables]", HTMLFormElement)) {
    const template = one(form, "template", HTMLTemplateElement);
    const list = one(form, ".variables", HTMLElement);
    const add = one(form, "[data-add]", HTMLButtonElement);
    if (!template || !list || !add) continue;
    add.hidden = false;
    add.addEventListener("click", () => {
      list.append(template.content.cloneNode(true));
      list.lastElementChild?.querySelector("input")?.focus();
    });
  }
}
