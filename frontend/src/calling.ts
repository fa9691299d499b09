import htmx from "htmx.org";
import { all, one } from "./dom";
import { forget, refusal, refused, tell } from "./refusals";
import { csrf } from "./requests";
import { sessionEnded } from "./session";

/**
 * A call shows a streamed answer while it comes: the server sends a line for each piece, then an
 * empty one, then what becomes of the pane. Without scripts the form is an ordinary one.
 */
export function calling(root: HTMLElement): void {
  for (const form of all(root, "form[data-call]", HTMLFormElement)) {
    form.addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        event.stopImmediatePropagation(); // or htmx would send it as well
        void call(form);
      },
      { capture: true },
    );
  }
}

async function call(form: HTMLFormElement): Promise<void> {
  const pane = document.querySelector<HTMLElement>(form.getAttribute("hx-target") ?? "#answer");
  const button = one(form, "button[type=submit]", HTMLButtonElement);
  if (!pane || button?.disabled) return;
  forget(form);
  form.classList.add("htmx-request");
  if (button) button.disabled = true;
  try {
    await answered(form, pane);
  } catch {
    tell(form, "The platform could not be reached. Nothing was lost: try again.");
  } finally {
    form.classList.remove("htmx-request");
    if (button) button.disabled = false;
  }
}

async function answered(form: HTMLFormElement, pane: HTMLElement): Promise<void> {
  const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const answer = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { ...csrf(), Accept: "text/html", "HX-Request": "true", "Meterlark-Live": "lines" },
    redirect: "manual",
  });
  if (answer.status === 401) return sessionEnded();
  if (answer.status >= 400) {
    const body = await answer.text();
    const text = refusal(answer.headers.get("Content-Type") ?? "", body);
    if (text !== null) return refused(form, answer.status, text);
    return show(pane, body);
  }
  show(pane, await rest(answer, pane));
  htmx.trigger(document.body, "called", {});
}

/** Puts pieces into the pane until the empty line, and returns what stands behind it. */
async function rest(answer: Response, pane: HTMLElement): Promise<string> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let output: HTMLElement | null = null;
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    text += value ?? "";
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
      const line = text.slice(0, end).trim();
      text = text.slice(end + 1);
      if (line === "") return text + (await remaining(reader));
      output ??= begun(pane);
      output.append((JSON.parse(line) as { piece: string }).piece);
      output.scrollTop = output.scrollHeight;
    }
    if (done) throw new Error("the answer has no end");
  }
}

async function remaining(reader: ReadableStreamDefaultReader<string> | undefined): Promise<string> {
  let text = "";
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    if (done) return text;
    text += value ?? "";
  }
}

function begun(pane: HTMLElement): HTMLElement {
  const output = document.createElement("pre");
  output.className = "output";
  output.tabIndex = 0;
  output.setAttribute("aria-label", "Answer, while it comes");
  pane.replaceChildren(output);
  return output;
}

function show(pane: HTMLElement, html: string): void {
  htmx.swap(pane, html, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
}
