import htmx from "htmx.org";
import { all, bytes, one, say } from "./dom";
import { chosenFolder, dropped, FolderProblem } from "./folders";

interface Progress {
  lengthComputable: boolean;
  loaded: number;
  total: number;
}

/**
 * A form that may carry a file: dropping one chooses it, sending it shows real progress and can be
 * cancelled. With data-upload="at-once" the file goes as soon as it is chosen. Without scripts it
 * is an ordinary form.
 */
export function uploads(root: HTMLElement): void {
  for (const form of all(root, "form[data-upload]", HTMLFormElement)) {
    const zone = one(form, ".drop", HTMLElement);
    const input = one(form, "input[type=file]", HTMLInputElement);
    if (!zone || !input) continue;
    const atOnce = form.dataset["upload"] === "at-once";
    form.querySelectorAll<HTMLElement>("[data-without-scripts]").forEach((e) => (e.hidden = atOnce));
    dropping(zone, input);
    foldering(zone, input);
    input.addEventListener("change", () => chosen(form, zone, input, atOnce));
    progressing(form);
  }
}

function dropping(zone: HTMLElement, input: HTMLInputElement): void {
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer) void take(zone, input, dropped(event.dataTransfer));
  });
}

/** A folder can be chosen too, with the keyboard as well: its button opens the browser's dialog. */
function foldering(zone: HTMLElement, input: HTMLInputElement): void {
  const button = one(zone, "[data-folder]", HTMLButtonElement);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dialog = document.createElement("input");
    dialog.type = "file";
    dialog.webkitdirectory = true;
    dialog.addEventListener("change", () => {
      if (dialog.files) void take(zone, input, chosenFolder(dialog.files));
    });
    dialog.click();
  });
}

async function take(zone: HTMLElement, input: HTMLInputElement, coming: Promise<File | null>): Promise<void> {
  const label = one(zone, ".chosen", HTMLElement);
  if (label) label.textContent = "Packing…";
  try {
    const file = await coming;
    const files = new DataTransfer();
    if (file) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  } catch (problem) {
    if (label) label.textContent = "";
    say(problem instanceof FolderProblem ? problem.message : "It could not be read: put it into a zip and upload that.", "bad");
  }
}

function chosen(form: HTMLFormElement, zone: HTMLElement, input: HTMLInputElement, atOnce: boolean): void {
  const file = input.files?.[0];
  const label = one(zone, ".chosen", HTMLElement);
  if (label) label.textContent = file ? `${file.name} · ${bytes(file.size)}` : "";
  const limit = Number(form.dataset["limit"] ?? "0");
  if (file && limit > 0 && file.size > limit) {
    say(`${file.name} is ${bytes(file.size)}; at most ${bytes(limit)} can be uploaded.`, "bad");
    if (label) label.textContent = `${file.name} is too large: ${bytes(file.size)}, at most ${bytes(limit)}`;
    input.value = "";
    return;
  }
  if (file && atOnce) form.requestSubmit();
}

function progressing(form: HTMLFormElement): void {
  const panel = one(form, ".progress", HTMLElement);
  const bar = panel && one(panel, "progress", HTMLProgressElement);
  const text = panel && one(panel, "output", HTMLOutputElement);
  const cancel = panel && one(panel, "[data-cancel]", HTMLButtonElement);
  const file = one(form, "input[type=file]", HTMLInputElement);
  if (!panel || !bar || !text || !cancel) return;
  form.addEventListener("htmx:beforeRequest", () => {
    panel.hidden = !file?.files?.length;
    bar.value = 0;
    text.textContent = "";
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    const { lengthComputable, loaded, total } = (event as CustomEvent<Progress>).detail;
    if (!lengthComputable || total === 0) return;
    bar.value = loaded / total;
    text.textContent = loaded < total ? `${bytes(loaded)} of ${bytes(total)}` : "Checking…";
  });
  form.addEventListener("htmx:afterRequest", () => (panel.hidden = true));
  // After the words about it are there, which stand further out.
  form.addEventListener("htmx:sendError", () => window.setTimeout(() => again(form)));
  form.addEventListener("htmx:xhr:abort", () => say("Upload cancelled. Nothing was changed."));
  cancel.addEventListener("click", () => htmx.trigger(form, "htmx:abort", {}));
}

/** The network went away in the middle: the file is still chosen, and one press sends it again. */
function again(form: HTMLFormElement): void {
  const told = one(form, "[data-told]", HTMLElement);
  if (!told) return;
  const button = document.createElement("button");
  button.type = "submit";
  button.className = "small";
  button.textContent = "Upload it again";
  told.append(button);
}

/** A file that misses the zone must not replace the page. */
export function missedDrops(): void {
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (document.querySelector(".drop")) event.preventDefault();
    });
  }
}
