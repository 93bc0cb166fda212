// The menu that puts a story into lists: the page of the same form, shown over the story. Without a script, or
// without a sign-in, the link leads there.

const link = document.querySelector<HTMLAnchorElement>("[data-lists]");

async function open(link: HTMLAnchorElement): Promise<boolean> {
  const answer = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector<HTMLElement>("#save-in");
  const sheet = page.querySelector<HTMLLinkElement>('link[rel="stylesheet"][href*="desk"]');
  if (!form) return false;
  if (sheet && !document.querySelector(`link[href="${sheet.getAttribute("href")}"]`)) document.head.append(sheet);
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  dialog.setAttribute("aria-label", link.textContent ?? "");
  form.className = "";
  dialog.append(form);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return true;
}

if (link && "in" in document.documentElement.dataset)
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void open(link).then((done) => done || location.assign(link.href));
  });

export {};
