import htmx from "htmx.org";
import { all, one } from "./dom";
import { whileSeen, whyRefused } from "./live";
import { tell } from "./refusals";

/**
 * A list of calls that keeps up: the server rings when there is something new, and the table is
 * fetched anew. It waits while somebody chooses rows or goes through them by keyboard, and while
 * nobody looks.
 */
export function liveCalls(root: HTMLElement): void {
  for (const form of all(root, "form[data-live]", HTMLFormElement)) {
    const rows = one(form, "[data-rows]", HTMLElement);
    const state = one(form, "[data-state]", HTMLElement);
    const pause = one(form, "[data-pause]", HTMLButtonElement);
    if (!rows || !state || !pause) continue;
    let paused = false;
    let missed = false;
    const choosing = (): boolean => form.querySelector("tbody input:checked, tbody :focus-visible") !== null;
    const told = (text: string, good: boolean): void => {
      if (state.textContent !== text) state.textContent = text;
      state.classList.toggle("good", good);
    };
    const look = (): void => {
      missed = paused || choosing() || document.hidden;
      if (missed) return told(paused ? "Paused" : "Waits while you choose", false);
      told("Live", true);
      void htmx.ajax("get", form.dataset["fragment"] ?? "", { target: rows, swap: "innerHTML" });
      return undefined;
    };
    const refused = (): void => {
      if (source.readyState !== EventSource.CLOSED) return told("Connecting…", false);
      told("Not live", false);
      void whyRefused(source.url).then((why) => tell(form, why));
      return undefined;
    };
    const open = (): EventSource => {
      const opened = new EventSource(form.dataset["live"] ?? "");
      opened.addEventListener("open", () => told("Live", true));
      opened.addEventListener("error", refused);
      opened.addEventListener("calls", look);
      return opened;
    };
    let source = open();
    whileSeen(
      () => source.close(),
      () => {
        source = open();
        look();
      },
    );
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
      pause.setAttribute("aria-pressed", String(paused));
      if (paused) told("Paused", false);
      else look();
    });
    rows.addEventListener("htmx:beforeSwap", (event) => {
      if (!choosing()) return;
      missed = true;
      event.preventDefault();
    });
    rows.addEventListener("focusout", () => setTimeout(() => missed && !choosing() && look()));
    form.addEventListener("change", () => missed && !choosing() && look());
    document.addEventListener("visibilitychange", () => missed && !document.hidden && look());
    window.addEventListener("pagehide", () => source.close());
  }
}

/** Two rows are compared: the button sleeps until there are two, and no third can be chosen. */
export function pairs(root: HTMLElement): void {
  for (const form of all(root, "form[data-pair]", HTMLFormElement)) {
    const button = one(form, "[data-compare]", HTMLButtonElement);
    if (!button) continue;
    const check = (): void => {
      const boxes = [...form.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]")];
      const full = boxes.filter((box) => box.checked).length === 2;
      button.disabled = !full;
      for (const box of boxes) box.disabled = full && !box.checked;
    };
    form.addEventListener("change", check);
    check();
  }
}
