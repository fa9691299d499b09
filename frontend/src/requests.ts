import { say } from "./dom";
import { freshened, sessionEnded } from "./session";

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

interface Answered {
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
}

/** A refusal that is no fragment of this page: a problem for programs, or a page of its own. */
function refusal(xhr: XMLHttpRequest): string | null {
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  if (type.includes("json")) {
    const problem = JSON.parse(xhr.responseText) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? "It was refused.";
  }
  if (!type.includes("html")) return "It was refused.";
  const alone = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-refused]");
  return alone ? (alone.textContent ?? "").replace(/\s+/g, " ").trim() : null;
}

/** What every request of htmx has in common: the CSRF token, and a kind word when it fails. */
export function requests(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
    const header = meta("csrf-header");
    if (header) headers[header] = meta("csrf-token");
  });
  document.addEventListener("htmx:sendError", () => {
    say("The platform could not be reached. Nothing was lost: try again.", "bad");
  });
  document.addEventListener("htmx:timeout", () => say("No answer came in time. Try again.", "bad"));
  // Before htmx would follow the way to the sign-in: what was typed here would be gone.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = (event as CustomEvent<Answered>).detail;
    if (xhr.status !== 401) return;
    event.preventDefault();
    sessionEnded();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<Answered>;
    if (detail.xhr.status < 400) return;
    const text = refusal(detail.xhr);
    if (text === null) return;
    detail.shouldSwap = false;
    if (detail.xhr.status === 403) void forbidden(text);
    else say(text, "bad");
  });
}

/** A form's token is refused as well when its session has ended. */
async function forbidden(text: string): Promise<void> {
  if (await freshened()) say(text, "bad");
  else sessionEnded();
}
