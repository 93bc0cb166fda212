// The reader's own part of a page that is the same for everyone. `/me/here` is asked only where a
// sign-in has left its mark (the cookie `signed-in`, which holds nothing else).

/** What `GET /me/here?path=…` answers. */
interface Here {
  /** Null: not signed in after all. */
  person: { name: string; handle: string; address: string; picture: string } | null;
  /** Owner or moderator: sees the administration. */
  keeper: boolean;
  /** Where this page's story is edited, if it is the reader's own; else empty. */
  edit: string;
  /** Where the whole text of this members' story is, if the reader may have it; else empty. */
  full: string;
  /** Addresses of people and publications whose stories stand in no list for the reader, if there are some. */
  hides?: string[];
  /** What they are told and have not read, if there is something. */
  unread?: number;
  /** Those of them none of whose pages is for the reader. */
  closed?: string[];
}

const nav = document.querySelector<HTMLElement>("[data-account]");
const form = document.querySelector<HTMLTemplateElement>("#account-menu");

async function ask(): Promise<void> {
  const answer = await fetch(`/me/here?path=${encodeURIComponent(location.pathname)}`, { headers: { accept: "application/json" } });
  const here = answer.ok ? ((await answer.json()) as Here) : null;
  if (!here?.person) {
    delete document.documentElement.dataset["in"];
    return;
  }
  showAccount(here, here.person);
  close(here.closed ?? []);
  leaveOut(here.hides ?? []);
  if (here.edit) showEdit(here.edit);
  if (here.full) await showFull(here.full);
}

/** A page of somebody who blocks the reader, or is blocked by them, says that it is not here. */
function close(addresses: string[]): void {
  const notice = document.querySelector<HTMLTemplateElement>("#not-for-you");
  const names = [...document.querySelectorAll("main .author-line a[rel~=author]")].map((link) => link.getAttribute("href") ?? "");
  const theirs = (address: string): boolean => isOf(address) || names.includes(address);
  if (notice && addresses.some(theirs)) document.querySelector("main")?.replaceChildren(notice.content.cloneNode(true));
}

/** Cards of stories that the reader is not shown go out of lists; on a page of those who are muted they stay. */
function leaveOut(addresses: string[]): void {
  const out = new Set(addresses.filter((address) => !isOf(address)));
  for (const card of document.querySelectorAll("main :is(article.card, article.lead)"))
    if ([...card.querySelectorAll(".by a")].some((link) => out.has(link.getAttribute("href") ?? ""))) (card.closest(".listed, .home-item, .series-parts > li") ?? card).remove();
}

function isOf(address: string): boolean {
  return location.pathname === address || location.pathname.startsWith(`${address}/`);
}

function showAccount(here: Here, person: NonNullable<Here["person"]>): void {
  if (!nav || !form) return;
  const menu = form.content.cloneNode(true) as DocumentFragment;
  const part = (name: string): HTMLElement | null => menu.querySelector(`[data-here="${name}"]`);
  part("name")?.append(person.name);
  part("handle")?.append(`@${person.handle}`);
  part("profile")?.setAttribute("href", person.address);
  if (!here.keeper) part("admin")?.remove();
  const face = part("avatar");
  if (face && person.picture) {
    const image = new Image();
    image.className = "avatar";
    image.alt = "";
    image.src = person.picture;
    face.replaceWith(image);
  } else face?.append([...person.name].find((letter) => /[\p{L}\p{N}]/u.test(letter))?.toLocaleUpperCase() ?? "·");
  nav.querySelector(".sign-in")?.replaceWith(menu);
  document.dispatchEvent(new CustomEvent("octavo:unread", { detail: here.unread ?? 0 }));
}

function showEdit(address: string): void {
  const place = document.querySelector("[data-author-tools]");
  const link = document.querySelector<HTMLTemplateElement>("#author-tools");
  if (!place || !link || place.childElementCount) return;
  place.append(link.content.cloneNode(true));
  place.querySelector("a")?.setAttribute("href", address);
}

/** The rest of a members' story takes the teaser's place. */
async function showFull(address: string): Promise<void> {
  const body = document.querySelector<HTMLElement>("[data-body][data-full]");
  if (!body) return;
  const answer = await fetch(`${address}?fragment=1`);
  if (!answer.ok) return;
  body.innerHTML = await answer.text();
  document.querySelector("[data-teaser]")?.remove();
  document.dispatchEvent(new Event("octavo:body"));
}

// A menu closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
    if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" ? document.querySelector<HTMLDetailsElement>("details.menu[open]") : null;
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

if (form && "in" in document.documentElement.dataset) void ask();
