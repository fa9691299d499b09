import { all } from "./dom";

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const zoned = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit", timeZoneName: "short" });

/** In a day, or nothing. */
function length(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h` : "";
}

function ago(then: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - then.getTime()) / 1000);
  if (Math.abs(seconds) < 10) return "just now";
  const words = length(Math.abs(seconds));
  if (words) return seconds < 0 ? `in ${words}` : `${words} ago`;
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(then);
}

/** The server writes UTC; here it becomes the reader's own time, with how long ago it was, or until then. */
export function times(root: HTMLElement): void {
  for (const element of all(root, "time[datetime]:not([data-clock])", HTMLTimeElement)) {
    const then = new Date(element.dateTime);
    if (Number.isNaN(then.getTime())) continue;
    element.title = zoned.format(then);
    element.textContent = element.hasAttribute("data-exact") ? local.format(then) : ago(then, new Date());
  }
}
