import htmx from "htmx.org";
import { calling } from "./calling";
import { bucketUpload } from "./bucket-upload";
import { charts } from "./chart";
import { choices } from "./choices";
import { codeState, drafts } from "./code-page";
import { confirmations } from "./confirmation";
import { copying } from "./copying";
import { dialogs } from "./dialogs";
import { editors } from "./editors";
import { eventEditor } from "./event-editor";
import { liveCalls, pairs } from "./live-calls";
import { logTail } from "./log-tail";
import { nav } from "./nav";
import { newFunction } from "./new-function";
import { palette } from "./palette";
import { passkeys } from "./passkeys";
import { requests } from "./requests";
import { selections } from "./selection";
import { session } from "./session";
import { theme } from "./theme";
import { times } from "./times";
import { missedDrops, uploads } from "./uploads";
import { variables } from "./variables";
import { weights } from "./weights";

requests();
session();
theme();
copying();
dialogs();
palette();
missedDrops();

// Each part looks for its own elements below the given one; a fragment that htmx brings in is such
// an element too.
htmx.onLoad((element) => {
  if (!(element instanceof HTMLElement)) return;
  nav(element);
  times(element);
  charts(element);
  choices(element);
  uploads(element);
  bucketUpload(element);
  selections(element);
  pairs(element);
  liveCalls(element);
  eventEditor(element);
  calling(element);
  drafts(element);
  editors(element);
  codeState(element);
  newFunction(element);
  confirmations(element);
  variables(element);
  weights(element);
  logTail(element);
  passkeys(element);
});
