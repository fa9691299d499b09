import { all } from "./dom";

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const told = new WeakSet<HTMLFormElement>();

/** As a field for a date and a time holds it; seconds only where there are some. */
function typed(date: Date): string {
  return date.toISOString().replace(/(:00)?(\.000)?Z$/, "");
}

function toLocal(utc: string): string {
  const at = new Date(`${utc}Z`);
  return Number.isNaN(at.getTime()) ? utc : typed(new Date(at.getTime() - at.getTimezoneOffset() * 60_000));
}

function toUtc(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : typed(at);
}

/**
 * Fields for a date and a time are UTC for the server and in addresses; here they are the reader's
 * own time, as all times of the page are, and say so. A browser may have filled in again what was
 * typed before: what the page came with counts.
 */
export function localTimes(root: HTMLElement): void {
  for (const zone of all(root, "[data-zone]", HTMLElement)) zone.textContent = here;
  for (const field of all(root, "input[data-utc]", HTMLInputElement)) {
    field.value = toLocal(field.defaultValue);
    const form = field.form;
    if (!form || told.has(form)) continue;
    told.add(form);
    form.addEventListener("formdata", (event) => {
      for (const each of form.elements) {
        if (each instanceof HTMLInputElement && each.matches("[data-utc]")) event.formData.set(each.name, toUtc(each.value));
      }
    });
  }
}
