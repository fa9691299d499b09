/** All elements of one kind at or below an element. */
export function all<E extends Element>(root: Element, selector: string, kind: new () => E): E[] {
  const found = [root, ...root.querySelectorAll(selector)].filter((e) => e.matches(selector));
  return found.filter((e): e is E => e instanceof kind);
}

export function one<E extends Element>(root: ParentNode, selector: string, kind: new () => E): E | null {
  const found = root.querySelector(selector);
  return found instanceof kind ? found : null;
}

/** Says something to everyone: shown for a moment, read out by a screen reader. */
export function say(text: string, kind: "" | "bad" = ""): void {
  const toast = document.getElementById("toast");
  if (!toast) return;
  toast.textContent = text;
  toast.classList.toggle("bad", kind === "bad");
  window.setTimeout(
    () => {
      if (toast.textContent === text) toast.textContent = "";
    },
    kind === "bad" ? 12_000 : 4_000,
  );
}

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KiB`;
  return `${(n / 1024 / 1024).toFixed(1)} MiB`;
}
