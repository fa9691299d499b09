import { all } from "./dom";

/** Draws a chart when it comes into sight; what draws is loaded only then. */
export function charts(root: HTMLElement): void {
  const found = all(root, "figure[data-chart]:not([data-drawn])", HTMLElement);
  if (found.length === 0) return;
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        void drawn(target as HTMLElement);
      }
    },
    { rootMargin: "200px" },
  );
  for (const figure of found) sight.observe(figure);
}

async function drawn(figure: HTMLElement): Promise<void> {
  try {
    const { draw } = await import("./chart-drawing");
    draw(figure);
    figure.dataset["drawn"] = "";
    figure.querySelector("details")?.removeAttribute("open");
  } catch {
    figure.dataset["undrawn"] = "";
  }
}
