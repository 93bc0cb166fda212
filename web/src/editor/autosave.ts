/**
 * Saves what is written soon after it is written, and never over somebody else's text.
 *
 * Each save names the version that it stands on. Where another came first, the server keeps that one
 * and this side stops saving until the person has chosen. What could not be sent is kept in the
 * browser, so that a closed lid or a lost network costs nothing.
 */
import { CallError, call } from "./connect";
import { forget, keep, keepAtOnce, type Kept } from "./keeping";
import type { Content, Draft, Saved } from "./types";

export type State = "clean" | "dirty" | "saving" | "saved" | "offline" | "refused" | "conflict";

/** Whether two contents say the same, whatever order and defaults they were written with. */
export function same(one: Content, other: Content): boolean {
  return plainly(one) === plainly(other);
}

function plainly(content: Content): string {
  const { title = "", subtitle = "", body = "", tags = [], cover = null, canonicalUrl = "" } = content;
  const { visibility = "EVERYBODY", language = "", excerpt = "", slug = "" } = content;
  const picture = cover && [cover.imageId, cover.alt ?? ""];
  return JSON.stringify([title, subtitle, body, tags, picture, canonicalUrl, visibility, language, excerpt, slug]);
}

interface Watcher {
  read: () => Content;
  state: (state: State, detail: string) => void;
  saved: (answer: Saved) => void;
  created: (draft: Draft) => void;
  conflict: (theirs: Content, version: number, savedAt: string) => void;
}

const PAUSE_MS = 900;
const KEEP_MS = 300;
const LONGEST_MS = 8000;
const RETRY_MS = [2000, 5000, 10_000, 20_000, 30_000];

export class Autosave {
  private timer: number | undefined;
  private keeping: number | undefined;
  private firstDirty = 0;
  private running: Promise<void> | null = null;
  private failures = 0;
  private blocked = false;
  private sent = "";

  constructor(
    public storyId: string,
    public version: number,
    content: Content,
    private readonly watcher: Watcher,
  ) {
    this.sent = JSON.stringify(content);
    window.addEventListener("online", () => void this.flush());
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.flush();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.pending) event.preventDefault();
    });
  }

  /** Something is written that the server has not got. */
  get pending(): boolean {
    return JSON.stringify(this.watcher.read()) !== this.sent;
  }

  /**
   * Something changed: keep it here at once and save after a pause in the typing, at the latest after eight
   * seconds. The text itself is looked at in that pause: with each letter that would cost a long story its pace.
   */
  touch(): void {
    if (this.blocked) return;
    const now = Date.now();
    this.firstDirty ||= now;
    if (!this.running && this.failures === 0) this.watcher.state("dirty", "");
    this.keeping ??= window.setTimeout(() => this.keep(), KEEP_MS);
    window.clearTimeout(this.timer);
    const wait = Math.min(PAUSE_MS, Math.max(0, this.firstDirty + LONGEST_MS - now));
    this.timer = window.setTimeout(() => void this.flush(), wait);
  }

  /** Saves now what is not saved. True: the server has everything. */
  async flush(): Promise<boolean> {
    window.clearTimeout(this.timer);
    if (this.blocked) return false;
    while (this.running) await this.running;
    if (!this.pending) {
      // Typed and taken back: there is nothing to save.
      this.firstDirty = 0;
      this.watcher.state(this.storyId === "" ? "clean" : "saved", "");
      return true;
    }
    this.running = this.save();
    await this.running;
    return !this.pending && !this.blocked;
  }

  /** Goes on from another version: after a choice between two texts, a restored revision, a publication. */
  continueFrom(version: number, content: Content): void {
    this.version = version;
    this.sent = JSON.stringify(content);
    this.blocked = false;
    this.failures = 0;
    this.forget();
  }

  forget(): void {
    window.clearTimeout(this.keeping);
    this.keeping = undefined;
    void forget(this.storyId);
  }

  private get present(): Kept {
    return { version: this.version, content: this.watcher.read(), at: new Date().toISOString() };
  }

  private keep(): void {
    this.keeping = undefined;
    if (this.pending && !this.blocked) void keep(this.storyId, this.present);
  }

  private async save(): Promise<void> {
    const content = this.watcher.read();
    const text = JSON.stringify(content);
    this.firstDirty = 0;
    this.watcher.state("saving", "");
    try {
      if (this.storyId === "") await this.create(content);
      else await this.update(content);
      this.sent = text;
      this.failures = 0;
      this.forget();
      this.watcher.state("saved", "");
    } catch (error) {
      this.failed(error);
      return;
    } finally {
      this.running = null;
    }
    // Written on in the meantime, or the server gave a block another id.
    if (this.pending) this.touch();
  }

  private async create(content: Content): Promise<void> {
    const { draft } = await call<{ draft: Draft }>("octavo.stories.v1.Stories/CreateDraft", { content });
    this.forget();
    this.storyId = draft.id;
    this.version = draft.version ?? 0;
    this.watcher.created(draft);
  }

  private async update(content: Content): Promise<void> {
    const request = { storyId: this.storyId, version: this.version, content };
    const answer = await call<Saved>("octavo.stories.v1.Stories/SaveDraft", request);
    this.version = answer.version;
    this.watcher.saved(answer);
  }

  private failed(error: unknown): void {
    const problem = error instanceof CallError ? error : new CallError("unknown", String(error), "", {});
    if (problem.fault === "VersionConflict") {
      this.blocked = true;
      const { content, version, savedAt } = problem.fields as { content?: Content; version?: number; savedAt?: string };
      this.watcher.state("conflict", "");
      this.watcher.conflict(content ?? {}, version ?? this.version, savedAt ?? "");
      return;
    }
    if (problem.passing) {
      this.watcher.state("offline", problem.message);
      const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 30_000;
      this.failures += 1;
      this.timer = window.setTimeout(() => void this.flush(), wait);
      return;
    }
    // The server will not take this text: saying so again every second helps nobody; the next change tries again.
    this.watcher.state("refused", problem.message);
  }

  /** The page goes away: one last try that may outlive it. */
  private leave(): void {
    if (this.blocked || !this.pending) return;
    keepAtOnce(this.storyId, this.present);
    if (this.running || this.storyId === "") return;
    const request = { storyId: this.storyId, version: this.version, content: this.watcher.read() };
    // Browsers let 64 KiB go after the page; a longer text waits in the browser's own store.
    if (JSON.stringify(request).length < 60_000) {
      call<Saved>("octavo.stories.v1.Stories/SaveDraft", request, true).then(
        (answer) => this.continueFrom(answer.version, request.content),
        () => undefined, // it is kept
      );
    }
  }
}
