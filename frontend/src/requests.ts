import { say } from "./dom";

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

/** What every request of htmx has in common: the CSRF token, and a kind word when it fails. */
export function requests(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
    const header = meta("csrf-header");
    if (header) headers[header] = meta("csrf-token");
  });
  document.addEventListener("htmx:sendError", () => {
    say("The platform could not be reached. Nothing was lost: try again.");
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (xhr.status === 401 || xhr.status === 403) {
      say("You are signed out, or not allowed to do this. Sign in in another tab, then try again.");
    }
  });
}
