import { one, say } from "./dom";

/**
 * The session may end while a page is open, or go to another account: in another tab, by time, by a
 * change of password. What was typed stays; a dialog says what to do in another tab, and the page
 * goes on after that.
 */
let asking: HTMLDialogElement | null = null;

export function sessionEnded(): void {
  const link = document.createElement("a");
  link.className = "button primary";
  link.href = "/sign-in";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in in a new tab";
  ask("You are signed out", "The session ended, perhaps in another tab. What you typed here stays: sign in again, then come back to this tab.", link);
}

function elsewhere(): void {
  ask("You are in another account now", "You went there in another tab, and this page is of the account before. What you typed here stays: go back to that account, then come back to this tab.");
}

function ask(heading: string, words: string, ...ways: HTMLElement[]): void {
  if (asking) return;
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  dialog.setAttribute("aria-labelledby", "ended-title");
  const title = document.createElement("h2");
  title.id = "ended-title";
  title.textContent = heading;
  const text = document.createElement("p");
  text.textContent = words;
  const row = document.createElement("div");
  row.className = "row";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  row.append(...ways, close);
  dialog.append(title, text, row);
  dialog.addEventListener("close", () => {
    dialog.remove();
    asking = null;
  });
  document.body.append(dialog);
  asking = dialog;
  dialog.showModal();
}

/**
 * Whether there is a session, and in this page's account; if so, its forms get the token, and if
 * not a dialog says so.
 */
export async function freshened(): Promise<boolean> {
  const answer = await fetch("/session", { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) {
    sessionEnded();
    return false;
  }
  const { token, account } = (await answer.json()) as { token: string; account: string };
  const own = one(document, 'meta[name="account"]', HTMLMetaElement)?.content;
  if (own !== undefined && own !== account) {
    elsewhere();
    return false;
  }
  one(document, 'meta[name="csrf-token"]', HTMLMetaElement)?.setAttribute("content", token);
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name="_csrf"]')) field.value = token;
  return true;
}

/** Forms that were open for longer than this, or in a tab that was left, ask first. */
const TRUSTED_MILLIS = 5 * 60_000;
let known = Date.now();

export function session(): void {
  window.addEventListener("focus", async () => {
    if (!asking || !(await freshened())) return;
    asking.close();
    say("You can go on here.");
  });
  document.addEventListener("visibilitychange", () => (known = 0));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || !leaves(form)) return;
    if (Date.now() - known < TRUSTED_MILLIS) return;
    event.preventDefault();
    void sendIfSignedIn(form, event.submitter);
  });
}

/** Whether sending it loads another page, so that what was typed would be gone with a session. */
function leaves(form: HTMLFormElement): boolean {
  const plain = form.hasAttribute("data-plain") || [...form.attributes].some((a) => a.name.startsWith("hx-"));
  return form.method === "post" && !plain && form.closest(".shell") !== null;
}

async function sendIfSignedIn(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  try {
    if (!(await freshened())) return;
    known = Date.now();
    form.requestSubmit(submitter);
  } catch {
    say("The platform could not be reached. Nothing was lost: try again.", "bad");
  }
}
