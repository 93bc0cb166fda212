// A part of another page of ours, to be shown in this one.

/** The element at `link`'s page; `styles` names its style sheet, which is brought too. Null: it cannot be had. */
export async function part(link: HTMLAnchorElement, selector: string, styles: string): Promise<HTMLElement | null> {
  const answer = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector<HTMLElement>(selector);
  const sheet = page.querySelector<HTMLLinkElement>(`link[rel="stylesheet"][href*="${styles}"]`);
  if (found && sheet && !document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
  return found;
}

/** Shows the part in the place of following the link, where `show` can; otherwise the link leads on. */
export function instead(link: HTMLAnchorElement, show: (link: HTMLAnchorElement) => Promise<boolean>): void {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    link.setAttribute("aria-busy", "true");
    void show(link).then((done) => {
      link.removeAttribute("aria-busy");
      if (!done) location.assign(link.href);
    });
  });
}
