import { refusal } from "./refusals";
import { freshened } from "./session";

const ENDED = "What comes is not shown here any more: load the page again.";

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
