import { all } from "./dom";

/**
 * Which version or alias the pane calls stands in the page's address, so that it is there again
 * after a reload and can be sent around; links to other parts of the same page keep it.
 */
export function callTarget(root: HTMLElement): void {
  for (const select of all(root, "select[data-qualifier]", HTMLSelectElement)) {
    select.addEventListener("change", () => {
      const here = new URL(window.location.href);
      keep(here, select.value);
      history.replaceState(history.state, "", here);
      for (const link of document.querySelectorAll<HTMLAnchorElement>("main .ranges a[href]")) {
        const there = new URL(link.href);
        keep(there, select.value);
        link.href = there.href;
      }
      for (const field of document.querySelectorAll<HTMLInputElement>("input[type=hidden][name=qualifier]")) {
        field.value = select.value;
        field.disabled = isUsual(select.value);
      }
    });
  }
}

function keep(address: URL, qualifier: string): void {
  if (isUsual(qualifier)) address.searchParams.delete("qualifier");
  else address.searchParams.set("qualifier", qualifier);
}

function isUsual(qualifier: string): boolean {
  return qualifier === "" || qualifier === "$LATEST";
}
