import { say } from "./dom";
import { freshened } from "./session";

/**
 * A refusal that is no content for this page: a problem for programs, or a page of its own. Null
 * when the answer is a page or a fragment that says itself what was wrong.
 */
export function refusal(type: string, text: string): string | null {
  if (type.includes("json")) {
    const problem = JSON.parse(text) as { detail?: string; title?: string };
    return problem.detail ?? problem.title ?? "It was refused.";
  }
  if (!type.includes("html")) return "It was refused.";
  const alone = new DOMParser().parseFromString(text, "text/html").querySelector("[data-refused]");
  return alone ? (alone.textContent ?? "").replace(/\s+/g, " ").trim() : null;
}

/** Says it above what was asked for; what was typed stays as it is. */
export function tell(asker: Element, text: string): void {
  const form = asker.closest("form");
  if (!form || form.offsetParent === null) return say(text, "bad");
  forget(form);
  const notice = document.createElement("div");
  notice.className = "notice bad";
  notice.dataset["told"] = "";
  notice.setAttribute("role", "alert");
  const words = document.createElement("div");
  words.textContent = text;
  notice.append(words);
  form.prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

export function forget(asker: Element): void {
  asker.closest("form")?.querySelector("[data-told]")?.remove();
}

/** A form's token is refused as well when its session has ended. */
export async function refused(asker: Element, status: number, text: string): Promise<void> {
  if (status === 403 && !(await freshened())) return;
  tell(asker, text);
}
