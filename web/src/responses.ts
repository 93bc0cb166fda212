// The conversation below a story: brought into the page when the reader asks for it, as it is on its own page.

const link = document.querySelector<HTMLAnchorElement>("[data-responses]");

async function bring(link: HTMLAnchorElement): Promise<boolean> {
  const answer = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const talk = page.querySelector("#responses");
  const sheet = page.querySelector<HTMLLinkElement>('link[rel="stylesheet"][href*="responses"]');
  if (!talk) return false;
  if (sheet) document.head.append(sheet);
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

link?.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  void bring(link).then((done) => {
    if (!done) location.assign(link.href);
  });
});

export {};
