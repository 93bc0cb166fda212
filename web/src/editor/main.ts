/** The editor page: title and text on the page itself, saved as they are written. */
import { Editor } from "@tiptap/core";
import { CharacterCount, Placeholder } from "@tiptap/extensions";
import { Autosave, same } from "./autosave";
import { BlockMenus } from "./block-menu";
import { offerBoth } from "./conflict";
import { CallError, call } from "./connect";
import { h } from "./dom";
import { grow, heads } from "./fields";
import { PastedLinks } from "./embed";
import { FindPanel, Finding } from "./find-panel";
import { FocusMode } from "./focus-mode";
import * as keeping from "./keeping";
import { MarkdownFiles, chooseMarkdown, type Story } from "./markdown";
import { CleanPaste } from "./paste";
import { mayPublish, showPublish } from "./publish";
import type { Spot } from "./notes";
import { showRevisions } from "./revisions";
import { extensions } from "./schema";
import { SelectionBars } from "./selection-bar";
import { showShare } from "./share";
import { showShortcuts } from "./shortcuts";
import { statusBar } from "./status";
import { Suggesting } from "./suggesting";
import { TableToolbar } from "./table-tools";
import type { Content, Draft } from "./types";
import { Uploads, tell } from "./upload";
import { t } from "./words";

const SERVICE = "octavo.stories.v1.Stories";
const EMPTY = { type: "doc", content: [{ type: "paragraph" }] };
const WORDS_PER_MINUTE = 265;
const COUNT_MS = 250;

class EditorPage {
  private draft: Draft;
  /** Everything of the content that is not on the page itself: tags, cover, visibility … */
  private rest: Content = {};
  private readonly editor: Editor;
  private readonly heads = heads(() => this.editor, () => this.autosave.touch());
  private readonly bar = statusBar({
    publish: () => void this.publish(),
    revisions: () => void this.revisions(),
    notes: () => void this.notes(null),
    shortcuts: showShortcuts,
    share: () => void this.share(),
    discard: () => void this.discard(),
    find: () => this.finder.open(true),
    focus: () => this.editor.commands.toggleFocusMode(),
    bringIn: () => chooseMarkdown(this.editor, this.story),
    takeOut: () => void this.takeOut(),
  });
  private readonly finder: FindPanel;
  private readonly story: Story = {
    empty: () => this.editor.isEmpty && this.heads.title.value.trim() === "",
    become: (content) => {
      this.take({ ...this.rest, ...content });
      this.autosave.touch();
    },
  };
  private counting = 0;
  private readonly autosave: Autosave;

  constructor(mount: HTMLElement, draft: Draft) {
    this.draft = draft;
    const surface = h("div", { class: "edit-body" });
    mount.replaceChildren(
      this.bar.element,
      h("div", { id: "editor-messages", "aria-live": "assertive" }),
      h("article", { class: "story edit-page" }, this.heads.element, surface),
    );
    this.editor = this.makeEditor(surface);
    this.finder = new FindPanel(this.editor);
    this.bar.element.after(this.finder.element);
    this.take(draft.content ?? {});
    this.autosave = new Autosave(draft.id, draft.version ?? 0, this.read(), {
      read: () => this.read(),
      state: (state, detail) => this.bar.show(state, detail),
      saved: (answer) => this.afterSave(answer.body),
      created: (created) => this.created(created),
      conflict: (theirs, version, savedAt) => this.choose(theirs, version, savedAt),
    });
    this.editor.on("update", () => {
      this.countSoon();
      this.autosave.touch();
    });
    this.editor.on("selectionUpdate", () => this.countSoon());
    this.count();
    this.bar.published(draft.status === "PUBLISHED", draft.hasUnpublishedChanges ?? false, mayPublish(draft));
    void this.recover();
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("octavo:note", (event) => void this.notes((event as CustomEvent<Spot>).detail));
    if (draft.id) void this.markNotes(draft.id);
    if (!this.heads.title.value) this.heads.title.focus();
  }

  private makeEditor(surface: HTMLElement): Editor {
    return new Editor({
      element: surface,
      content: EMPTY,
      injectCSS: false,
      editorProps: {
        attributes: { class: "prose", role: "textbox", "aria-multiline": "true", "aria-label": t("The story"), spellcheck: "true" },
      },
      extensions: [
        ...extensions(),
        Placeholder.configure({ placeholder: t("Tell your story …"), showOnlyCurrent: false, includeChildren: false }),
        CharacterCount,
        BlockMenus,
        SelectionBars,
        TableToolbar,
        Suggesting,
        Finding,
        FocusMode,
        PastedLinks,
        MarkdownFiles.configure({ story: this.story }),
        Uploads,
        CleanPaste,
      ],
    });
  }

  /** The content as it stands on the page. */
  private read(): Content {
    return {
      ...this.rest,
      title: this.heads.title.value.trim(),
      subtitle: this.heads.subtitle.value.trim(),
      body: JSON.stringify(this.editor.getJSON()),
    };
  }

  /** Puts a content onto the page. */
  private take(content: Content): void {
    const { title = "", subtitle = "", body, ...rest } = content;
    this.rest = rest;
    this.heads.title.value = title;
    this.heads.subtitle.value = subtitle;
    this.editor.commands.setContent(body ? (JSON.parse(body) as object) : EMPTY, { emitUpdate: false });
    requestAnimationFrame(() => {
      grow(this.heads.title);
      grow(this.heads.subtitle);
    });
  }

  /** The server minted ids anew where it had to: they are taken over without moving the caret. */
  private afterSave(body: string | undefined): void {
    if (this.draft.status === "PUBLISHED") {
      this.draft.hasUnpublishedChanges = true;
      this.bar.published(true, true, mayPublish(this.draft));
    }
    if (!body) return;
    const ids = [...body.matchAll(/"id":"([1-9A-HJ-NP-Za-km-z]{8,22})"/g)].map((match) => match[1]);
    const change = this.editor.state.tr.setMeta("addToHistory", false);
    const blocks: number[] = [];
    this.editor.state.doc.descendants((node, position) => {
      if ("id" in node.attrs) blocks.push(position);
    });
    if (blocks.length !== ids.length) return;
    blocks.forEach((position, index) => change.setNodeAttribute(position, "id", ids[index]));
    this.editor.view.dispatch(change);
  }

  private created(draft: Draft): void {
    this.draft = draft;
    history.replaceState(null, "", `/edit/${draft.id}`);
  }

  /** Counting goes through the whole text: after a pause, not with each letter. */
  private countSoon(): void {
    window.clearTimeout(this.counting);
    this.counting = window.setTimeout(() => this.count(), COUNT_MS);
  }

  private count(): void {
    const { from, to, empty } = this.editor.state.selection;
    const words = this.editor.storage.characterCount.words();
    const chosen = empty ? 0 : this.editor.state.doc.textBetween(from, to, " ", " ").split(/\s+/).filter(Boolean).length;
    this.bar.count(words, Math.ceil(words / WORDS_PER_MINUTE), chosen);
  }

  /** What this browser kept and the server never got comes back. */
  private async recover(): Promise<void> {
    const kept = await keeping.kept(this.draft.id);
    // Whoever types already has gone on from what is here; what was kept stays kept until that is saved.
    if (!kept || this.autosave.pending) return;
    if (same(kept.content, this.read())) {
      // The closing page's last try reached the server after all.
      this.autosave.forget();
      this.bar.show("saved", "");
      return;
    }
    if (kept.version === (this.draft.version ?? 0)) {
      this.take(kept.content);
      tell(t("Words that were kept in this browser are back."));
      this.autosave.touch();
      return;
    }
    const saved = this.read();
    this.take(kept.content);
    this.choose(saved, this.draft.version ?? 0, this.draft.savedAt ?? "");
  }

  private choose(theirs: Content, version: number, savedAt: string): void {
    const mine = this.read();
    if (same(mine, this.asWritten(theirs))) {
      // Both came to the same words: there is nothing to choose.
      this.autosave.continueFrom(version, mine);
      this.bar.show("saved", "");
      return;
    }
    offerBoth(mine, theirs, savedAt, {
      mine: () => {
        this.autosave.continueFrom(version, theirs);
        this.autosave.touch();
      },
      theirs: () => {
        this.take(theirs);
        this.autosave.continueFrom(version, this.read());
        this.bar.show("saved", "");
      },
      copy: () =>
        void this.guarded(async () => {
          const { draft } = await call<{ draft: Draft }>(`${SERVICE}/CreateDraft`, { content: mine });
          this.take(theirs);
          this.autosave.continueFrom(version, this.read());
          location.assign(`/edit/${draft.id}`);
        }),
    });
  }

  /** A content from elsewhere with its body as this editor would write it. */
  private asWritten(content: Content): Content {
    if (!content.body) return content;
    const node = this.editor.schema.nodeFromJSON(JSON.parse(content.body));
    return { ...content, body: JSON.stringify(node.toJSON()) };
  }

  private change(part: Partial<Content>): void {
    this.rest = { ...this.rest, ...part };
    this.autosave.touch();
  }

  private async publish(): Promise<void> {
    if (!(await this.ready())) return;
    showPublish({
      editor: this.editor,
      draft: this.draft,
      read: () => this.read(),
      change: (part) => this.change(part),
      save: () => this.autosave.flush(),
      version: () => this.autosave.version,
    });
  }

  private async revisions(): Promise<void> {
    if (!(await this.ready())) return;
    await showRevisions({
      storyId: this.draft.id,
      version: this.autosave.version,
      restored: (draft) => this.replace(draft, t("The revision is restored.")),
    });
  }

  /** The notes come when they are asked for, with all that is needed for them. */
  private async notes(spot: Spot | null): Promise<void> {
    if (!(await this.ready())) return;
    const { showNotes } = await import("./notes");
    await showNotes(this.editor, this.draft.id, spot);
  }

  /** Without notes nothing more is loaded; where they cannot be had just now, one writes without their signs. */
  private async markNotes(storyId: string): Promise<void> {
    try {
      const { notes = [] } = await call<{ notes?: object[] }>("octavo.annotations.v1.Annotations/ListNotes", { storyId });
      if (notes.length) await (await import("./notes")).markNotes(this.editor, storyId);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
    }
  }

  private async share(): Promise<void> {
    if (await this.ready()) showShare(this.draft, (key) => (this.draft.shareKey = key));
  }

  /** The story as a Markdown file, as it is saved. */
  private async takeOut(): Promise<void> {
    if (await this.ready()) location.assign(`/edit/${this.draft.id}/markdown`);
  }

  private async discard(): Promise<void> {
    if (!(await this.ready())) return;
    await this.guarded(async () => {
      const request = { storyId: this.draft.id, version: this.autosave.version };
      const { draft } = await call<{ draft: Draft }>(`${SERVICE}/DiscardChanges`, request);
      this.replace(draft, t("Here is the text that readers see; yours is among the revisions."));
    });
  }

  private replace(draft: Draft, message: string): void {
    this.draft = draft;
    this.take(draft.content ?? {});
    this.autosave.continueFrom(draft.version ?? 0, this.read());
    this.bar.show("saved", "");
    this.bar.published(draft.status === "PUBLISHED", draft.hasUnpublishedChanges ?? false, mayPublish(draft));
    tell(message);
  }

  /** Everything is at the server, and there is something. */
  private async ready(): Promise<boolean> {
    if (this.draft.id === "" && !this.autosave.pending) {
      tell(t("Write something first."));
      return false;
    }
    if (await this.autosave.flush()) return true;
    tell(t("Your last words are not saved yet; try again in a moment."));
    return false;
  }

  private async guarded(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      tell(error instanceof CallError ? error.message : String(error));
    }
  }

  private key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || document.querySelector("dialog[open]")) return;
    const act: Record<string, () => void> = {
      f: () => this.finder.open(false),
      h: () => this.finder.open(true),
      s: () => void this.autosave.flush(),
      "/": showShortcuts,
      Enter: () => void this.publish(),
    };
    const run = act[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }
}

/** The draft that came with the page, so that no second round trip is needed. */
function given(id: string): Draft | null {
  const draft = JSON.parse(document.getElementById("draft")?.textContent || "null") as Draft | null;
  return draft && draft.id === id ? draft : null;
}

async function begin(mount: HTMLElement): Promise<void> {
  const id = mount.dataset["storyId"] ?? "";
  try {
    new EditorPage(mount, given(id) ?? (id ? (await call<{ draft: Draft }>(`${SERVICE}/GetDraft`, { storyId: id })).draft : { id: "" }));
  } catch (error) {
    const message = error instanceof CallError ? error.message : String(error);
    mount.replaceChildren(
      h("p", { class: "message", role: "alert" }, t("The story could not be opened: {reason}", { reason: message })),
      h("a", { class: "button", href: location.href }, t("Try again")),
    );
  }
}

const mount = document.getElementById("editor");
if (mount) void begin(mount);
