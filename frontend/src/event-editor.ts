import { all, one, say } from "./dom";

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
    remembering(form, area);
    samples(form, area);
    area.addEventListener("input", check);
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    one(form, "[data-format]", HTMLButtonElement)?.addEventListener("click", () => {
      const value = check();
      if (value !== undefined && value !== null) {
        area.value = JSON.stringify(value, null, 2);
        area.dispatchEvent(new Event("change"));
      }
      area.focus();
    });
  }
}

/**
 * Events of other kinds and those that were kept, put in by choosing one. What is kept is kept in
 * this browser, by the function's id, until the person signs out.
 */
function samples(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const choice = one(form, "select[data-samples]", HTMLSelectElement);
  const keep = one(form, "[data-keep]", HTMLButtonElement);
  if (!choice || !keep) return;
  const key = `events:${form.dataset["call"] ?? ""}`;
  choice.hidden = false;
  keep.hidden = false;
  listKept(choice, keptEvents(key));
  choice.addEventListener("change", () => {
    if (choice.value !== "") {
      area.value = choice.value;
      area.dispatchEvent(new Event("change"));
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    choice.value = "";
  });
  keep.addEventListener("click", () => {
    const kept = [area.value, ...keptEvents(key).filter((text) => text !== area.value)].slice(0, MOST_KEPT);
    try {
      localStorage.setItem(key, JSON.stringify(kept));
      listKept(choice, kept);
      say("Kept: it is among the events to choose from.");
    } catch {
      say("The browser has no room to keep it.", "bad");
    }
  });
}

const MOST_KEPT = 10;

function keptEvents(key: string): string[] {
  return JSON.parse(localStorage.getItem(key) ?? "[]") as string[];
}

function listKept(choice: HTMLSelectElement, kept: string[]): void {
  choice.querySelector("[data-kept]")?.remove();
  if (kept.length === 0) return;
  const group = document.createElement("optgroup");
  group.label = "Kept";
  group.dataset["kept"] = "";
  group.append(...kept.map((text) => new Option(text.replace(/\s+/g, " ").slice(0, 50), text)));
  choice.append(group);
}

/**
 * The last event that a function was called with is there again, in this browser, until the person
 * signs out. By the function's id: a new function of the same name starts anew.
 */
function remembering(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const key = `event:${form.dataset["call"] ?? ""}`;
  if (form.hasAttribute("data-fresh")) area.value = localStorage.getItem(key) ?? area.value;
  form.addEventListener("submit", () => {
    try {
      localStorage.setItem(key, area.value);
    } catch {
      // The browser keeps no more: then it is not remembered.
    }
  });
}
