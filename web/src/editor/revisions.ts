/** The revisions of a story: to look at, and to go back to. */
import { CallError, call } from "./connect";
import { dialog, h } from "./dom";
import type { Draft, Revision } from "./types";
import { tell } from "./upload";
import { moment, t } from "./words";

const ACCOUNTS = "octavo.accounts.v1.Accounts";
const SERVICE = "octavo.stories.v1.Stories";
const PAGE = 30;

interface Owner {
  storyId: string;
  version: number;
  restored: (draft: Draft) => void;
}

/** Opens the sheet; call it when everything is saved. */
export async function showRevisions(owner: Owner): Promise<void> {
  const list = h("ol", { class: "revision-list" });
  const view = h("div", { class: "revision-view prose", tabindex: 0 }, h("p", { class: "hint" }, t("Choose a revision to look at it.")));
  const more = h("button", { type: "button", class: "button button-quiet", hidden: true }, t("Older ones"));
  const sheet = dialog(t("Revisions"), t("Close"), "revisions", h("div", { class: "revision-columns" }, h("div", {}, list, more), view));
  let last = "";

  const load = async (): Promise<void> => {
    const request = { storyId: owner.storyId, limit: PAGE, before: last };
    const { revisions = [] } = await call<{ revisions?: Revision[] }>(`${SERVICE}/ListRevisions`, request);
    await learn(revisions.flatMap((revision) => (revision.authorId && !names.has(revision.authorId) ? [revision.authorId] : [])));
    for (const revision of revisions) list.append(line(revision));
    last = revisions.at(-1)?.id ?? last;
    more.hidden = revisions.length < PAGE;
    if (!list.firstChild) list.append(h("li", { class: "hint" }, t("There are none yet: they come with your first saved words.")));
  };

  const names = new Map<string, string>();
  /** Who saved what is told where several write; where it cannot be told just now, the list goes without. */
  const learn = async (ids: string[]): Promise<void> => {
    if (ids.length === 0) return;
    try {
      const { people = [] } = await call<{ people?: { id: string; name?: string; handle?: string }[] }>(`${ACCOUNTS}/GetPeople`, { personIds: [...new Set(ids)] });
      for (const one of people) names.set(one.id, one.name || `@${one.handle ?? ""}`);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
    }
  };

  const line = (revision: Revision): HTMLLIElement =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", "data-revision": revision.id, onclick: (event: Event) => void guarded(look.bind(null, revision, event.currentTarget as HTMLElement)) },
        h("time", { datetime: revision.createdAt }, moment(revision.createdAt)),
        h("span", { class: "revision-note" }, t("{words} words", { words: revision.words ?? 0 })),
        names.size > 1 && names.has(revision.authorId ?? "") && h("span", { class: "revision-note" }, names.get(revision.authorId ?? "") ?? ""),
        revision.published && h("span", { class: "badge" }, t("Published")),
      ),
    );

  const look = async (revision: Revision, button: HTMLElement): Promise<void> => {
    for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    const request = { storyId: owner.storyId, revisionId: revision.id };
    const { html, content } = await call<{ html?: string; content?: { title?: string; subtitle?: string } }>(
      `${SERVICE}/GetRevision`,
      request,
    );
    const body = h("div", {});
    // Rendered and sanitised by the server, the same bytes that readers of the story get.
    body.innerHTML = html ?? "";
    const restore = h("button", { type: "button", class: "button", onclick: () => void guarded(() => goBack(revision)) }, t("Restore this one"));
    const since = h("button", { type: "button", class: "button button-quiet", onclick: () => void guarded(() => compare(revision, button)) }, t("Compare with now"));
    view.replaceChildren(
      h("div", { class: "panel-acts" }, restore, since),
      h("h1", {}, content?.title || t("Untitled")),
      content?.subtitle ? h("p", { class: "subtitle" }, content.subtitle) : "",
      body,
    );
    view.dataset["revision"] = revision.id;
    view.scrollTop = 0;
  };

  /** What was written since, by word; the page of it needs no script and can choose any two. */
  const compare = async (revision: Revision, at: HTMLElement): Promise<void> => {
    const request = { storyId: owner.storyId, fromRevisionId: revision.id };
    const { html, wordsAdded = 0, wordsRemoved = 0 } = await call<{ html?: string; wordsAdded?: number; wordsRemoved?: number }>(
      `${SERVICE}/CompareRevisions`,
      request,
    );
    const body = h("div", { class: "compared" });
    // Made and escaped by the server, as the text of a revision is.
    body.innerHTML = html ?? "";
    const address = `/edit/${owner.storyId}/compare?from=${revision.id}`;
    view.replaceChildren(
      h(
        "div",
        { class: "panel-acts" },
        h("button", { type: "button", class: "button button-quiet", onclick: () => void guarded(() => look(revision, at)) }, t("The text of then")),
        h("a", { href: address, target: "_blank", rel: "noopener" }, t("Compare others")),
      ),
      h("p", { class: "hint", role: "status" }, t("{added} words came, {removed} words went.", { added: wordsAdded, removed: wordsRemoved })),
      body,
    );
    view.scrollTop = 0;
  };

  const goBack = async (revision: Revision): Promise<void> => {
    const request = { storyId: owner.storyId, revisionId: revision.id, version: owner.version };
    const { draft } = await call<{ draft: Draft }>(`${SERVICE}/RestoreRevision`, request);
    sheet.close();
    owner.restored(draft);
  };

  const guarded = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      tell(error instanceof CallError ? error.message : String(error));
    }
  };
  more.addEventListener("click", () => void guarded(load));
  await guarded(load);
}
