import { all, one } from "./dom";

/** Shares of an alias: a slider beside each number, rows only as needed, and what is left over. */
export function weights(root: HTMLElement): void {
  for (const group of all(root, "[data-weights]", HTMLElement)) {
    const rows = all(group, ".weight", HTMLElement);
    const more = one(group, "[data-more]", HTMLButtonElement);
    const rest = one(group, "[data-rest]", HTMLElement);
    if (!more || !rest) continue;
    const told = (): void => {
      const given = rows.reduce((sum, row) => sum + shareOf(row), 0);
      rest.textContent = given === 0 ? "" : given > 100 ? "Together that is more than 100 %." : `${rounded(100 - given)} % stay with the version above.`;
      rest.classList.toggle("wrong", given > 100);
    };
    for (const row of rows) {
      if (!("used" in row.dataset)) row.hidden = true;
      sliding(row, told);
    }
    const offer = (): void => {
      more.hidden = rows.every((row) => !row.hidden);
    };
    more.addEventListener("click", () => {
      const next = rows.find((row) => row.hidden);
      if (next) next.hidden = false;
      offer();
      if (next) one(next, "select", HTMLSelectElement)?.focus();
    });
    offer();
    told();
  }
}

function sliding(row: HTMLElement, told: () => void): void {
  const slider = one(row, "input[type=range]", HTMLInputElement);
  const number = one(row, "input[name=share]", HTMLInputElement);
  if (!slider || !number) return;
  slider.hidden = false;
  slider.addEventListener("input", () => {
    number.value = slider.value;
    told();
  });
  number.addEventListener("input", () => {
    slider.value = String(numberOf(number.value));
    told();
  });
  one(row, "select", HTMLSelectElement)?.addEventListener("change", told);
}

function shareOf(row: HTMLElement): number {
  const version = one(row, "select", HTMLSelectElement)?.value ?? "";
  return version === "" ? 0 : numberOf(one(row, "input[name=share]", HTMLInputElement)?.value ?? "");
}

function numberOf(text: string): number {
  const number = Number(text.replace(",", ".").replace("%", ""));
  return Number.isFinite(number) ? number : 0;
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
