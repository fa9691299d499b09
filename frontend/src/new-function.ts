import { all, one } from "./dom";

const FAMILIES: [RegExp, string][] = [
  [/\.(mjs|cjs|js)$/i, "nodejs"],
  [/\.py$/i, "python"],
  [/\.(jar|java)$/i, "java"],
];

/**
 * The form for a new function: handler and code follow the runtime and what starts it, until
 * someone writes their own.
 */
export function newFunction(root: HTMLElement): void {
  for (const form of all(root, "form[data-new-function]", HTMLFormElement)) {
    const runtime = one(form, "select[name=runtime]", HTMLSelectElement);
    const kind = one(form, "select[name=kind]", HTMLSelectElement);
    const handler = one(form, "input[name=handler]", HTMLInputElement);
    const file = one(form, "input[type=file]", HTMLInputElement);
    const source = one(form, "textarea[name=source]", HTMLTextAreaElement);
    if (!runtime || !kind || !handler || !file || !source) continue;
    let own = handler.value !== "" && handler.value !== runtime.selectedOptions[0]?.dataset["handler"];
    handler.addEventListener("input", () => (own = handler.value !== ""));
    const follow = (): void => {
      const option = runtime.selectedOptions[0];
      const family = option?.dataset["family"] ?? "";
      const starter = follows(form, kind, source, family);
      if (!own) handler.value = starter?.dataset["handler"] ?? option?.dataset["handler"] ?? "";
      ready(form, starter !== undefined);
      show(form);
    };
    runtime.addEventListener("change", follow);
    kind.addEventListener("change", follow);
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

function startersOf(form: HTMLFormElement): HTMLTemplateElement[] {
  return [...form.querySelectorAll<HTMLTemplateElement>("template[data-starter]")];
}

/** Puts the ready code into the text, unless somebody has changed it. */
function follows(
  form: HTMLFormElement,
  kind: HTMLSelectElement,
  source: HTMLTextAreaElement,
  family: string,
): HTMLTemplateElement | undefined {
  const all = startersOf(form);
  const offered = all.filter((each) => each.dataset["family"] === family);
  for (const option of kind.options) option.disabled = !offered.some((each) => each.dataset["kind"] === option.value);
  if (kind.selectedOptions[0]?.disabled) kind.value = offered[0]?.dataset["kind"] ?? "";
  const starter = offered.find((each) => each.dataset["kind"] === kind.value);
  const untouched = source.value.trim() === "" || all.some((each) => textOf(each) === source.value);
  if (!starter || !untouched) return starter;
  source.value = textOf(starter);
  source.readOnly = starter.dataset["editable"] === "false";
  source.dataset["language"] = starter.dataset["language"] ?? "";
  source.dispatchEvent(new Event("change"));
  return starter;
}

function textOf(starter: HTMLTemplateElement): string {
  return starter.content.textContent ?? "";
}

/** Not every runtime has a ready function: an executable has to be one's own. */
function ready(form: HTMLFormElement, offered: boolean): void {
  const starter = one(form, "input[name=code][value=starter]", HTMLInputElement);
  const own = one(form, "input[name=code][value=file]", HTMLInputElement);
  if (!starter || !own) return;
  starter.disabled = !offered;
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
