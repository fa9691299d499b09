import { all, bytes, one, say } from "./dom";
import { everyChosen, everyDropped, type Found } from "./folders";
import { freshened } from "./session";

const AT_ONCE = 3;
const MOST_FILES = 10_000;
const MOST_ROWS = 200;

interface Upload {
  key: string;
  file: File;
  row: HTMLLIElement | null;
  request: XMLHttpRequest | null;
  sent: number;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
}

/**
 * Files and folders into a bucket: each file is one request of its own, three at once, with real
 * progress; one or all can be cancelled, and what failed can be tried again. Without scripts it is
 * an ordinary form.
 */
export function bucketUpload(root: HTMLElement): void {
  for (const form of all(root, "form[data-bucket-upload]", HTMLFormElement)) {
    const zone = one(form, ".drop", HTMLElement);
    const input = one(form, "input[type=file]", HTMLInputElement);
    if (!zone || !input) continue;
    form.querySelectorAll<HTMLElement>("[data-without-scripts]").forEach((e) => (e.hidden = true));
    form.querySelectorAll<HTMLElement>("[data-with-scripts]").forEach((e) => (e.hidden = false));
    const queue = new Queue(form);
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      event.stopPropagation();
      zone.classList.remove("over");
      if (event.dataTransfer) void everyDropped(event.dataTransfer, MOST_FILES).then((found) => queue.add(found), unreadable);
    });
    input.addEventListener("change", () => {
      if (input.files) queue.add(everyChosen(input.files));
      input.value = "";
    });
    choosingFolders(form, queue);
  }
}

function unreadable(): void {
  say("It could not be read. Try a folder less deep, or fewer files at once.", "bad");
}

function choosingFolders(form: HTMLFormElement, queue: Queue): void {
  const button = one(form, "[data-folder]", HTMLButtonElement);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dialog = document.createElement("input");
    dialog.type = "file";
    dialog.webkitdirectory = true;
    dialog.addEventListener("change", () => {
      if (dialog.files) queue.add(everyChosen(dialog.files));
    });
    dialog.click();
  });
}

class Queue {
  private readonly uploads: Upload[] = [];
  private running = 0;

  constructor(private readonly form: HTMLFormElement) {
    this.button("[data-cancel-all]")?.addEventListener("click", () => this.cancelAll());
    this.button("[data-again]")?.addEventListener("click", () => this.again());
    window.addEventListener("beforeunload", (event) => {
      if (this.uploads.some((u) => u.state === "running" || u.state === "waiting")) event.preventDefault();
    });
  }

  add(found: Found[]): void {
    if (found.length === 0) return;
    if (found.length >= MOST_FILES) say(`At most ${MOST_FILES} files at once: the first of them are taken.`, "bad");
    const prefix = one(this.form, "input[name=prefix]", HTMLInputElement)?.value ?? "";
    for (const { path, file } of found.slice(0, MOST_FILES)) {
      this.uploads.push({ key: prefix + path, file, row: null, request: null, sent: 0, state: "waiting" });
    }
    const panel = one(this.form, "[data-uploads]", HTMLElement);
    if (panel) panel.hidden = false;
    this.next();
  }

  private next(): void {
    while (this.running < AT_ONCE) {
      const upload = this.uploads.find((u) => u.state === "waiting");
      if (!upload) break;
      this.begin(upload);
    }
    this.tell();
  }

  private begin(upload: Upload): void {
    this.running++;
    upload.state = "running";
    upload.sent = 0;
    upload.row ??= this.row(upload);
    const keep = one(this.form, "[data-keep]", HTMLInputElement)?.checked ?? false;
    const request = new XMLHttpRequest();
    upload.request = request;
    const query = new URLSearchParams({ key: upload.key, keep: String(keep) });
    request.open("PUT", `${this.form.dataset["bucketUpload"] ?? ""}?${query}`);
    request.setRequestHeader("Content-Type", upload.file.type || "application/octet-stream");
    const header = meta("csrf-header");
    if (header) request.setRequestHeader(header, meta("csrf-token"));
    request.upload.addEventListener("progress", (event) => {
      upload.sent = event.loaded;
      this.tell();
    });
    request.addEventListener("load", () => void this.answered(upload, request));
    request.addEventListener("error", () => this.ended(upload, "failed", "The platform could not be reached."));
    request.addEventListener("abort", () => this.ended(upload, "cancelled", "Cancelled: nothing of it was kept."));
    request.send(upload.file);
  }

  private async answered(upload: Upload, request: XMLHttpRequest): Promise<void> {
    if (request.status >= 200 && request.status < 300) return this.ended(upload, "done", "");
    if (request.status === 401 || request.status === 403) await freshened();
    this.ended(upload, "failed", refusal(request));
  }

  private ended(upload: Upload, state: Upload["state"], words: string): void {
    this.running--;
    upload.state = state;
    upload.request = null;
    if (state === "done") upload.sent = upload.file.size;
    if (upload.row && state === "done") {
      upload.row.remove();
      upload.row = null;
    } else if (upload.row) {
      upload.row.classList.add("bad");
      upload.row.querySelector("output")!.textContent = words;
      upload.row.querySelector("button")?.remove();
    }
    this.next();
  }

  private again(): void {
    for (const upload of this.uploads.filter((u) => u.state === "failed")) {
      upload.row?.remove();
      upload.row = null;
      upload.state = "waiting";
    }
    this.next();
  }

  private cancelAll(): void {
    for (const upload of this.uploads) if (upload.state === "waiting") upload.state = "cancelled";
    for (const upload of this.uploads) upload.request?.abort();
    this.tell();
  }

  private row(upload: Upload): HTMLLIElement | null {
    const list = one(this.form, "[data-uploads] ul", HTMLUListElement);
    if (!list || list.childElementCount >= MOST_ROWS) return null;
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = upload.key;
    const state = document.createElement("output");
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "small";
    cancel.textContent = "Cancel";
    cancel.setAttribute("aria-label", `Cancel ${upload.key}`);
    cancel.addEventListener("click", () => upload.request?.abort());
    row.append(name, state, cancel);
    list.append(row);
    return row;
  }

  /** What has become of all of them, and of each that runs. */
  private tell(): void {
    for (const { row, state, sent, file } of this.uploads) {
      if (row && state === "running") row.querySelector("output")!.textContent = sent < file.size ? `${bytes(sent)} of ${bytes(file.size)}` : "Keeping…";
    }
    const wanted = this.uploads.filter((u) => u.state !== "cancelled");
    const cancelled = this.uploads.length - wanted.length;
    const done = wanted.filter((u) => u.state === "done").length;
    const failed = wanted.filter((u) => u.state === "failed").length;
    const over = this.running === 0 && !wanted.some((u) => u.state === "waiting");
    const total = wanted.reduce((sum, u) => sum + u.file.size, 0);
    const sent = wanted.reduce((sum, u) => sum + Math.min(u.sent, u.file.size), 0);
    const bar = one(this.form, "[data-uploads] progress", HTMLProgressElement);
    if (bar) bar.value = total === 0 ? (over ? 1 : 0) : sent / total;
    const summary = one(this.form, "[data-summary]", HTMLElement);
    const text = `${done} of ${this.uploads.length} uploaded${failed ? `, ${failed} failed` : ""}${cancelled ? `, ${cancelled} cancelled` : ""} · ${bytes(sent)} of ${bytes(total)}`;
    if (summary && summary.textContent !== text) summary.textContent = text;
    const cancel = this.button("[data-cancel-all]");
    const again = this.button("[data-again]");
    const show = one(this.form, "[data-show]", HTMLAnchorElement);
    if (cancel) cancel.hidden = over;
    if (again) again.hidden = !over || failed === 0;
    if (show) show.hidden = !over || done === 0;
  }

  private button(selector: string): HTMLButtonElement | null {
    return one(this.form, selector, HTMLButtonElement);
  }
}

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

/** A refusal is a page of its own, or a problem for programs. */
function refusal(request: XMLHttpRequest): string {
  const type = request.getResponseHeader("Content-Type") ?? "";
  if (type.includes("json")) return (JSON.parse(request.responseText) as { detail?: string }).detail ?? "It was refused.";
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  return page.querySelector("[data-refused]")?.textContent?.trim() ?? "It was refused.";
}
