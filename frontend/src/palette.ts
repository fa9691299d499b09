import { freshened } from "./session";

/** Everything in a few keys: pages, what the account has, and what can be done here. Ctrl+K opens it. */
interface Choice {
  label: string;
  hint: string;
  icon: Node | null;
  take: () => void;
}

const WAIT_MILLIS = 120;
let open: HTMLDialogElement | null = null;

export function palette(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (!document.querySelector("[data-palette]") || document.querySelector("dialog[open]:not(.palette)")) return;
    event.preventDefault();
    if (open) open.close();
    else show();
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-palette]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.button !== 0) return;
    event.preventDefault();
    show();
  });
}

function show(): void {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", "Go to");
  const input = document.createElement("input");
  input.type = "text";
  input.placeholder = "Go to a page, a function, a bucket…";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.maxLength = 200;
  set(input, { role: "combobox", "aria-label": "Go to", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list" });
  const list = document.createElement("ul");
  list.id = "palette-list";
  set(list, { role: "listbox", "aria-label": "Choices" });
  const none = document.createElement("p");
  none.className = "soft";
  none.setAttribute("role", "status");
  dialog.append(input, list, none);
  dialog.addEventListener("close", () => {
    dialog.remove();
    open = null;
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  open = dialog;
  dialog.showModal();
  choosing(dialog, input, list, none);
}

function choosing(dialog: HTMLDialogElement, input: HTMLInputElement, list: HTMLElement, none: HTMLElement): void {
  const here = [...pages(), ...actions()];
  let choices: Choice[] = [];
  let at = 0;
  let timer = 0;
  let asked = 0;
  const mark = (to: number): void => {
    at = choices.length === 0 ? 0 : (to + choices.length) % choices.length;
    [...list.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
    const row = list.children[at];
    if (row) row.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", row?.id ?? "");
  };
  const fill = (all: Choice[], searching: boolean): void => {
    choices = all;
    list.replaceChildren(...all.map((choice, n) => row(choice, n, () => taken(dialog, choice))));
    none.textContent = all.length === 0 ? (searching ? "Searching…" : "Nothing has that in its name.") : "";
    mark(0);
  };
  const look = (): void => {
    const text = input.value.trim().toLowerCase();
    const near = here.filter((choice) => text.split(/\s+/).every((word) => choice.label.toLowerCase().includes(word)));
    fill(near, text !== "");
    window.clearTimeout(timer);
    const mine = ++asked;
    if (text === "") return;
    timer = window.setTimeout(() => {
      void found(text).then((more) => mine === asked && fill([...near, ...more], false));
    }, WAIT_MILLIS);
  };
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: Math.min(at + 8, choices.length - 1), PageUp: Math.max(at - 8, 0) };
    const to = steps[event.key];
    const choice = choices[at];
    if (to !== undefined) {
      event.preventDefault();
      mark(to);
    } else if (event.key === "Enter" && choice) {
      event.preventDefault();
      taken(dialog, choice);
    }
  });
  look();
}

function taken(dialog: HTMLDialogElement, choice: Choice): void {
  dialog.close();
  choice.take();
}

function row(choice: Choice, n: number, take: () => void): HTMLElement {
  const item = document.createElement("li");
  item.id = `palette-${n}`;
  item.setAttribute("role", "option");
  const label = document.createElement("span");
  label.textContent = choice.label;
  const hint = document.createElement("small");
  hint.textContent = choice.hint;
  if (choice.icon) item.append(choice.icon.cloneNode(true));
  item.append(label, hint);
  item.addEventListener("click", take);
  return item;
}

/** The pages that the side leads to, each with its group. */
function pages(): Choice[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(".side nav a")].map((link) => ({
    label: link.textContent?.trim() ?? "",
    hint: link.closest("ul")?.previousElementSibling?.textContent ?? "",
    icon: link.querySelector("svg"),
    take: () => location.assign(link.href),
  }));
}

/** What is to be done on this page, and everywhere. */
function actions(): Choice[] {
  const main = [...document.querySelectorAll<HTMLElement>("main .page-head a.button, main .tabs a, .side footer button")];
  return main.map((element) => ({
    label: element.textContent?.trim() ?? "",
    hint: element.closest(".tabs") ? "On this page" : "Do",
    icon: element.querySelector("svg"),
    take: () => element.click(),
  }));
}

async function found(text: string): Promise<Choice[]> {
  try {
    const answer = await fetch(`/search?q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true", Accept: "text/html" }, redirect: "manual" });
    if (!answer.ok) {
      await freshened();
      return [];
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll<HTMLAnchorElement>(".found a")].map((link) => ({
      label: link.querySelector("span")?.textContent ?? "",
      hint: link.querySelector("small")?.textContent ?? "",
      icon: link.querySelector("svg") && document.importNode(link.querySelector("svg") as SVGElement, true),
      take: () => location.assign(link.getAttribute("href") ?? "/"),
    }));
  } catch {
    return [];
  }
}

function set(element: Element, attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
