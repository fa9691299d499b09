import { one } from "./dom";

/** On a narrow screen the side is a menu: opened by its button, shut by it or by Escape. */
export function nav(root: HTMLElement): void {
  const side = one(root, ".side", HTMLElement);
  const toggle = side && one(side, "[data-menu]", HTMLElement);
  const menu = side && one(side, ".menu", HTMLElement);
  if (!side || !toggle || !menu) return;
  toggle.setAttribute("role", "button");
  toggle.setAttribute("aria-controls", "menu");
  const show = (open: boolean): void => {
    menu.classList.toggle("open", open);
    menu.classList.toggle("shut", !open);
    toggle.setAttribute("aria-expanded", String(open));
  };
  show(location.hash === "#menu");
  toggle.addEventListener("click", (event) => {
    event.preventDefault();
    show(!menu.classList.contains("open"));
  });
  toggle.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggle.click();
  });
  side.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.classList.contains("open")) return;
    show(false);
    toggle.focus();
  });
  inSight(menu);
}

/** The list may be longer than the screen is high; the page must not move for it. */
function inSight(menu: HTMLElement): void {
  const list = one(menu, "nav", HTMLElement);
  const here = one(menu, "[aria-current]", HTMLElement);
  if (list && here && here.offsetTop + here.offsetHeight > list.offsetTop + list.clientHeight) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 2;
}
