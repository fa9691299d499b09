import { one, say } from "./dom";

/**
 * The session may end while a page is open: in another tab, by time, by a change of password. What
 * was typed stays; a dialog asks to sign in in another tab, and the page goes on after that.
 */
let asking: HTMLDialogElement | null = null;

export function sessionEnded(): void {
  if (asking) return;
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  dialog.setAttribute("aria-labelledby", "ended-title");
  const title = document.createElement("h2");
  title.id = "ended-title";
  title.textContent = "You are signed out";
  const text = document.createElement("p");
  text.textContent = "The session ended, perhaps in another tab. What you typed here stays: sign in again, then come back to this tab.";
  const row = document.createElement("div");
  row.className = "row";
  const link = document.createElement("a");
  link.className = "button primary";
  link.href = "/sign-in";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in in a new tab";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  row.append(link, close);
  dialog.append(title, text, row);
  dialog.addEventListener("close", () => {
    dialog.remove();
    asking = null;
  });
  document.body.append(dialog);
  asking = dialog;
  dialog.showModal();
}

/** Whether there is a session; if so, this page's forms get its token. */
export async function freshened(): Promise<boolean> {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = one(page, 'meta[name="csrf-token"]', HTMLMetaElement)?.content;
  if (!token) return false;
  one(document, 'meta[name="csrf-token"]', HTMLMetaElement)?.setAttribute("content", token);
  for (const field of document.querySelectorAll<HTMLInputElement>('input[name="_csrf"]')) field.value = token;
  return true;
}

export function session(): void {
  window.addEventListener("focus", async () => {
    if (!asking || !(await freshened())) return;
    asking.close();
    say("You are signed in again.");
  });
}
