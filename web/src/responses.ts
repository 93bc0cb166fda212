// The conversation below a story: brought into the page when the reader asks for it, as it is on its own page.
import { instead, part } from "./part";

const link = document.querySelector<HTMLAnchorElement>("[data-responses]");

async function bring(link: HTMLAnchorElement): Promise<boolean> {
  const talk = await part(link, "#responses", "responses");
  if (!talk) return false;
  // Its heading is the page's own there; here it stands below the story's.
  const title = talk.querySelector("h1");
  if (title) {
    const lower = document.createElement("h2");
    lower.id = title.id;
    lower.textContent = title.textContent;
    title.replaceWith(lower);
  }
  link.replaceWith(talk);
  talk.querySelector<HTMLElement>("textarea")?.focus({ preventScroll: true });
  return true;
}

if (link) instead(link, bring);

export {};
