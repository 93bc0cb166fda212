/**
 * Saves what is written soon after it is written, and never over somebody else's text.
 *
 * Each save names the version that it stands on. Where another came first, the server keeps that one
 * and this side stops saving until the person has chosen. What could not be sent is kept in the
 * browser, so that a closed lid or a lost network costs nothing.
 */
import { CallError, call } from "./connect";
import type { Content, Draft, Saved } from "./types";

export type State = "clean" | "dirty" | "saving" | "saved" | "offline" | "refused" | "conflict";

/** What the browser keeps of a text that the server has not got yet. */
export interface Kept {
  version: number;
  content: Content;
  at: string;
}

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
const LONGEST_MS = 8000;
const RETRY_MS = [2000, 5000, 10_000, 20_000, 30_000];

export class Autosave {
  private timer: number | undefined;
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

  /** Something changed: save after a pause in the typing, at the latest after eight seconds. */
  touch(): void {
    if (this.blocked) return;
    if (!this.pending) {
      // Typed and taken back: there is nothing to save.
      window.clearTimeout(this.timer);
      this.firstDirty = 0;
      if (!this.running) this.watcher.state(this.storyId === "" ? "clean" : "saved", "");
      return;
    }
    const now = Date.now();
    this.firstDirty ||= now;
    this.keep();
    if (!this.running) this.watcher.state("dirty", "");
    window.clearTimeout(this.timer);
    const wait = Math.min(PAUSE_MS, Math.max(0, this.firstDirty + LONGEST_MS - now));
    this.timer = window.setTimeout(() => void this.flush(), wait);
  }

  /** Saves now what is not saved. True: the server has everything. */
  async flush(): Promise<boolean> {
    window.clearTimeout(this.timer);
    if (this.blocked) return false;
    while (this.running) await this.running;
    if (!this.pending) return true;
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

  /** What this browser kept of the story, if anything. */
  static kept(storyId: string): Kept | null {
    try {
      return JSON.parse(localStorage.getItem(`octavo:draft:${storyId}`) ?? "null") as Kept | null;
    } catch {
      return null;
    }
  }

  forget(): void {
    try {
      localStorage.removeItem(`octavo:draft:${this.storyId}`);
    } catch {
      // A browser without storage kept nothing either.
    }
  }

  private keep(): void {
    const kept: Kept = { version: this.version, content: this.watcher.read(), at: new Date().toISOString() };
    try {
      localStorage.setItem(`octavo:draft:${this.storyId}`, JSON.stringify(kept));
    } catch {
      // Full or forbidden: the server is the store, this was the second.
    }
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
    if (this.blocked || this.running || this.storyId === "" || !this.pending) return;
    const request = { storyId: this.storyId, version: this.version, content: this.watcher.read() };
    // Browsers let 64 KiB go after the page; a longer text waits in the browser's own store.
    if (JSON.stringify(request).length < 60_000) {
      call<Saved>("octavo.stories.v1.Stories/SaveDraft", request, true).then(
        (answer) => this.continueFrom(answer.version, request.content),
        () => this.keep(),
      );
    }
  }
}
