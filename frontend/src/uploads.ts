import htmx from "htmx.org";
import { all, bytes, one, say } from "./dom";

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
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    if (files.length > 1) {
      say("One file at a time: put several into a zip.");
      return;
    }
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function chosen(form: HTMLFormElement, zone: HTMLElement, input: HTMLInputElement, atOnce: boolean): void {
  const file = input.files?.[0];
  const label = one(zone, ".chosen", HTMLElement);
  if (label) label.textContent = file ? `${file.name} · ${bytes(file.size)}` : "";
  const limit = Number(form.dataset["limit"] ?? "0");
  if (file && limit > 0 && file.size > limit) {
    say(`${file.name} is ${bytes(file.size)}; at most ${bytes(limit)} can be uploaded.`);
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
  form.addEventListener("htmx:xhr:abort", () => say("Upload cancelled. Nothing was changed."));
  cancel.addEventListener("click", () => htmx.trigger(form, "htmx:abort", {}));
}
