import { refusal } from "./refusals";
import { freshened } from "./session";

const ENDED = "What comes is not shown here any more: load the page again.";

/** So long a page may be out of sight before it lets go of its stream. */
const PATIENCE = 10_000;

/**
 * A page that nobody sees holds no stream: browsers open six connections to one place, and an
 * account reads so many streams at once.
 */
export function whileSeen(close: () => void, open: () => void): void {
  let closed = false;
  let soon = 0;
  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(soon);
    if (document.hidden) {
      soon = window.setTimeout(() => {
        closed = true;
        close();
      }, PATIENCE);
    } else if (closed) {
      closed = false;
      open();
    }
  });
}

/** Why a stream of events was refused, which its own source does not say. */
export async function whyRefused(address: string): Promise<string> {
  const asked = new AbortController();
  try {
    if (!(await freshened())) return ENDED;
    const answer = await fetch(address, { headers: { Accept: "text/event-stream" }, signal: asked.signal });
    if (answer.ok) return ENDED;
    const said = refusal(answer.headers.get("Content-Type") ?? "", await answer.text());
    return said ? `${said} Then load this page again.` : ENDED;
  } catch {
    return ENDED;
  } finally {
    asked.abort();
  }
}
