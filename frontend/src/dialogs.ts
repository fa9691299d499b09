import htmx from "htmx.org";
import { say } from "./dom";
import { forget, refusal, refused } from "./refusals";
import { sessionEnded } from "./session";

/**
 * A small or dangerous form is a page of its own. A link to it with data-dialog shows that page's
 * content in a dialog over this one, under its own address: Back shuts it, a reload is the page.
 */
let open: HTMLDialogElement | null = null;

/** The address of the page below it. */
let below = "";

interface Kept {
  dialog?: boolean;
}

export function dialogs(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-dialog]") : null;
    if (!link) return;
    event.preventDefault();
    void show(link.href, true);
  });
  window.addEventListener("popstate", (event) => {
    if ((event.state as Kept | null)?.dialog) void show(location.href, false);
    else if (open) shut(open);
  });
}

async function show(address: string, keep: boolean): Promise<void> {
  let page: Document | null;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (answer.status === 401 || answer.type === "opaqueredirect") return sessionEnded();
    page = parsed(await answer.text());
  } catch {
    return say("The platform could not be reached. Try again.", "bad");
  }
  if (!page.querySelector("main")) return location.assign(address);
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  fill(dialog, page);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    history.back();
  });
  dialog.addEventListener("submit", (event) => sent(dialog, event));
  dialog.addEventListener("click", (event) => away(dialog, event));
  if (open) shut(open);
  document.body.append(dialog);
  enliven(dialog);
  open = dialog;
  dialog.showModal();
  if (keep) below = location.href;
  if (keep) history.pushState({ dialog: true } satisfies Kept, "", address);
}

function shut(dialog: HTMLDialogElement): void {
  dialog.close();
  dialog.remove();
  if (open === dialog) open = null;
}

function parsed(html: string): Document {
  return new DOMParser().parseFromString(html, "text/html");
}

/** The content of a page's main; its heading names the dialog. */
function fill(dialog: HTMLDialogElement, page: Document): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "shut";
  button.setAttribute("aria-label", "Close");
  button.textContent = "✕";
  button.addEventListener("click", () => history.back());
  const main = page.querySelector("main");
  const content = main ? [...main.childNodes].map((node) => document.importNode(node, true)) : [];
  dialog.replaceChildren(button, ...content);
  const heading = dialog.querySelector("h1");
  if (!heading) return;
  heading.id = heading.id || "dialog-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  const focus = dialog.querySelector<HTMLElement>("[autofocus], [aria-invalid=true], input:not([type=hidden]), select, textarea");
  if (focus && !dialog.querySelector("[autofocus]")) focus.setAttribute("autofocus", "");
}

/** A click beside it, or on its own way back, shuts it. */
function away(dialog: HTMLDialogElement, event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const back = link !== null && (link.hasAttribute("data-cancel-dialog") || link.href === below);
  if (event.target !== dialog && !back) return;
  event.preventDefault();
  history.back();
}

/** What the form leads to: the dialog again with what was wrong, or the next page as a whole. */
function sent(dialog: HTMLDialogElement, event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || [...form.attributes].some((a) => a.name.startsWith("hx-"))) return;
  if (form.method !== "post" || form.hasAttribute("data-plain")) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  void send(dialog, form, fields, button);
}

async function send(dialog: HTMLDialogElement, form: HTMLFormElement, fields: FormData, button: HTMLButtonElement | null): Promise<void> {
  if (button) button.disabled = true;
  forget(form);
  try {
    const multipart = form.enctype === "multipart/form-data";
    const body = multipart ? fields : new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    if (answer.status === 401 || new URL(answer.url).pathname === "/sign-in") return sessionEnded();
    const text = await answer.text();
    const wrong = answer.ok ? null : refusal(answer.headers.get("Content-Type") ?? "", text);
    if (wrong !== null) return await refused(form, answer.status, wrong);
    if (answer.redirected) return arrive(dialog, answer.url, parsed(text));
    fill(dialog, parsed(text));
    enliven(dialog);
    dialog.querySelector<HTMLElement>("[role=alert]")?.scrollIntoView({ block: "nearest" });
  } catch {
    say("The platform could not be reached. Nothing was lost: try again.", "bad");
  } finally {
    if (button) button.disabled = false;
  }
}

function enliven(element: HTMLElement): void {
  htmx.process(element);
  htmx.trigger(element, "htmx:load", { elt: element });
}

/** The page that a form led to takes the place of the one below, with what it has to say. */
function arrive(dialog: HTMLDialogElement, address: string, page: Document): void {
  const next = page.querySelector<HTMLElement>(".shell");
  const now = document.querySelector(".shell");
  if (!next || !now) return location.assign(address);
  shut(dialog);
  history.replaceState(null, "", address);
  document.title = page.title;
  const shell = document.importNode(next, true);
  now.replaceWith(shell);
  enliven(shell);
  document.getElementById("main")?.focus();
}
