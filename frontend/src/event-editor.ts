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

/** Events of other kinds and those that the team saved, put in by choosing one; and saving what stands there. */
function samples(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const choice = one(form, "select[data-samples]", HTMLSelectElement);
  if (!choice) return;
  choice.hidden = false;
  const put = (text: string): void => {
    area.value = text;
    area.dispatchEvent(new Event("change"));
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  choice.addEventListener("change", () => {
    const address = choice.selectedOptions[0]?.dataset["address"];
    const text = choice.value;
    choice.selectedIndex = 0;
    if (address !== undefined) void saved(address).then(put, () => say("The event could not be read. Try again.", "bad"));
    else if (text !== "") put(text);
  });
  saving(form, area);
}

async function saved(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) throw new Error(`answered ${String(answer.status)}`);
  return answer.text();
}

/** The form beside the call's, which sends the event that stands there by a name. */
function saving(form: HTMLFormElement, area: HTMLTextAreaElement): void {
  const save = form.parentElement && one(form.parentElement, "form[data-save-event]", HTMLFormElement);
  const event = save && one(save, "input[name=event]", HTMLInputElement);
  const name = save && one(save, "input[name=as]", HTMLInputElement);
  if (!save || !event || !name) return;
  save.hidden = false;
  save.addEventListener("submit", () => (event.value = area.value), { capture: true });
  save.addEventListener("htmx:afterRequest", (done) => {
    if (!(done as CustomEvent<{ successful: boolean }>).detail.successful) return;
    say(`Saved as ${name.value}: the whole team finds it among the events to choose from.`);
    name.value = "";
  });
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
