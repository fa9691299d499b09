import { forget, refusal, refused, tell } from "./refusals";
import { sessionEnded } from "./session";

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

interface Answered {
  elt: Element;
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
  requestConfig: { elt: Element };
}

/** The header that shows a form to be one of these pages'. */
export function csrf(): Record<string, string> {
  const header = meta("csrf-header");
  return header ? { [header]: meta("csrf-token") } : {};
}

/** What every request of htmx has in common: the CSRF token, and a kind word when it fails. */
export function requests(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
    Object.assign(headers, csrf());
  });
  document.addEventListener("htmx:beforeRequest", (event) => forget((event as CustomEvent<Answered>).detail.elt));
  document.addEventListener("htmx:sendError", (event) => {
    tell((event as CustomEvent<Answered>).detail.elt, "The platform could not be reached. Nothing was lost: try again.");
  });
  document.addEventListener("htmx:timeout", (event) => tell((event as CustomEvent<Answered>).detail.elt, "No answer came in time. Try again."));
  // Before htmx would follow the way to the sign-in: what was typed here would be gone.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = (event as CustomEvent<Answered>).detail;
    if (xhr.status !== 401) return;
    event.preventDefault();
    sessionEnded();
  });
  // What a list was asked for stands in the address, to be sent around and come back to.
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const { elt, xhr, requestConfig } = (event as CustomEvent<Answered>).detail;
    const form = requestConfig.elt.closest("form[data-addressed]") ?? elt.closest("form[data-addressed]");
    if (form && xhr.status < 400) history.replaceState(history.state, "", xhr.responseURL);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<Answered>;
    const { xhr } = detail;
    if (xhr.status < 400) return;
    const text = refusal(xhr.getResponseHeader("Content-Type") ?? "", xhr.responseText);
    if (text === null) return;
    detail.shouldSwap = false;
    void refused(detail.requestConfig.elt, xhr.status, text);
  });
}
