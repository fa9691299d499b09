import { all, one } from "./dom";

/** Of the fields of a group only those are shown that go with what is chosen in it. */
export function choices(root: HTMLElement): void {
  for (const group of all(root, "[data-choice]", HTMLElement)) {
    const chooser = one(group, "[data-chooses]", HTMLSelectElement);
    if (!chooser) continue;
    const show = (): void => {
      for (const field of group.querySelectorAll<HTMLElement>("[data-for]")) {
        field.hidden = !(field.dataset["for"] ?? "").split(" ").includes(chooser.value);
      }
    };
    chooser.addEventListener("change", show);
    show();
  }
}
