import { all, one } from "./dom";

const FAMILIES: [RegExp, string][] = [
  [/\.(mjs|cjs|js)$/i, "nodejs"],
  [/\.py$/i, "python"],
  [/\.(jar|java)$/i, "java"],
];

/** The form for a new function: the handler follows the runtime until someone writes their own. */
export function newFunction(root: HTMLElement): void {
  for (const form of all(root, "form[data-new-function]", HTMLFormElement)) {
    const runtime = one(form, "select[name=runtime]", HTMLSelectElement);
    const handler = one(form, "input[name=handler]", HTMLInputElement);
    const file = one(form, "input[type=file]", HTMLInputElement);
    if (!runtime || !handler || !file) continue;
    let own = handler.value !== "" && handler.value !== runtime.selectedOptions[0]?.dataset["handler"];
    handler.addEventListener("input", () => (own = handler.value !== ""));
    const follow = (): void => {
      const option = runtime.selectedOptions[0];
      if (!own) handler.value = option?.dataset["handler"] ?? "";
      for (const sample of form.querySelectorAll<HTMLElement>("[data-sample]")) {
        sample.hidden = sample.dataset["sample"] !== option?.dataset["family"];
      }
      ready(form, option?.dataset["family"] ?? "");
      show(form);
    };
    runtime.addEventListener("change", follow);
    form.querySelectorAll("input[name=code]").forEach((e) => e.addEventListener("change", () => show(form)));
    file.addEventListener("change", () => {
      const name = file.files?.[0]?.name ?? "";
      nameAfter(form, name);
      const family = FAMILIES.find(([pattern]) => pattern.test(name))?.[1];
      const option = [...runtime.options].find((o) => o.dataset["family"] === family);
      if (option && runtime.selectedOptions[0]?.dataset["family"] !== family) {
        runtime.value = option.value;
        follow();
      }
    });
    follow();
  }
}

/** Not every runtime has a ready function: an executable has to be one's own. */
function ready(form: HTMLFormElement, family: string): void {
  const starter = one(form, "input[name=code][value=starter]", HTMLInputElement);
  const own = one(form, "input[name=code][value=file]", HTMLInputElement);
  if (!starter || !own) return;
  starter.disabled = form.querySelector(`[data-sample="${family}"]`) === null;
  if (starter.disabled) own.checked = true;
}

function nameAfter(form: HTMLFormElement, fileName: string): void {
  const name = one(form, "input[name=name]", HTMLInputElement);
  if (!name || name.value !== "") return;
  name.value = fileName
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
}

function show(form: HTMLFormElement): void {
  const kind = one(form, "input[name=code]:checked", HTMLInputElement)?.value;
  for (const panel of form.querySelectorAll<HTMLElement>("[data-code]")) {
    panel.hidden = panel.dataset["code"] !== kind;
  }
}
