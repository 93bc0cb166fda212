// Single keys, never while one is typing, and the sheet that shows them.
import { turn } from "./theme";

const sheet = document.querySelector<HTMLDialogElement>("#shortcuts");

function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(":is(.lead, .card, .desk-row) :is(h2, h3) a")];
  if (!links.length) return;
  const now = links.findIndex((link) => link === document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, now + by))]?.focus();
}

/** To the field that is there; on a narrow page, to the page with one. */
function search(): void {
  const field = [...document.querySelectorAll<HTMLInputElement>("input[data-suggest]")].find((input) => input.offsetParent);
  if (field) field.focus();
  else location.assign("/search");
}

const keys: Record<string, () => void> = {
  "?": () => sheet?.showModal(),
  j: () => step(1),
  k: () => step(-1),
  h: () => location.assign("/"),
  n: () => location.assign("/new"),
  t: turn,
  "/": search,
};

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = keys[event.key];
  if (!act || document.querySelector("#editor")) return;
  event.preventDefault();
  act();
});
for (const button of document.querySelectorAll<HTMLElement>("[data-shortcuts]")) {
  button.hidden = false;
  button.addEventListener("click", () => sheet?.showModal());
}
