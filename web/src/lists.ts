// The menu that puts a story into lists: the page of the same form, shown over the story. Without a script, or
// without a sign-in, the link leads there.
import { instead, part } from "./part";

const link = document.querySelector<HTMLAnchorElement>("[data-lists]");

async function open(link: HTMLAnchorElement): Promise<boolean> {
  const form = await part(link, "#save-in", "desk");
  if (!form) return false;
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

if (link && "in" in document.documentElement.dataset) instead(link, open);

export {};
