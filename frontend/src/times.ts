import { all } from "./dom";

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

function ago(then: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - then.getTime()) / 1000);
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(then);
}

/** The server writes UTC; here it becomes the reader's own time, with how long ago it was. */
export function times(root: HTMLElement): void {
  for (const element of all(root, "time[datetime]:not([data-clock])", HTMLTimeElement)) {
    const then = new Date(element.dateTime);
    if (Number.isNaN(then.getTime())) continue;
    element.title = local.format(then);
    element.textContent = element.hasAttribute("data-exact") ? local.format(then) : ago(then, new Date());
  }
}
