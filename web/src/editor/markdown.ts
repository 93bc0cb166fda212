/** Markdown files: dropped in they become text, and the story can be taken out as one. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { h } from "./dom";
import type { Content, DocumentJson } from "./types";
import { tell } from "./upload";
import { t } from "./words";

const NAMED = /\.(md|markdown|mdown|mkd)$/i;
const LIMIT_BYTES = 2_000_000;

interface Read {
  title?: string;
  subtitle?: string;
  tags?: string[];
  body: DocumentJson;
  /** What could not be kept, for the writer to know. */
  losses?: string[];
}

export interface Story {
  /** Whether nothing is written yet. */
  empty: () => boolean;
  /** Makes it the whole story. */
  become: (content: Content) => void;
}

export function markdownFiles(files: FileList | null | undefined): File[] {
  return [...(files ?? [])].filter((file) => NAMED.test(file.name) || file.type === "text/markdown");
}

/** Reads a file: into an empty draft as the whole story, elsewhere as text at `position`. */
export async function bringIn(editor: Editor, story: Story, file: File, position: number): Promise<void> {
  if (file.size > LIMIT_BYTES) {
    tell(t("“{name}” is larger than {limit} MB.", { name: file.name, limit: 2 }));
    return;
  }
  let read: Read;
  try {
    const headers = { accept: "application/json", "content-type": "text/markdown" };
    const response = await fetch("/edit/markdown", { method: "POST", headers, body: await file.text(), credentials: "same-origin" });
    const answer = (await response.json()) as Read & { message?: string };
    if (!response.ok) {
      tell(answer.message ?? t("“{name}” could not be read.", { name: file.name }));
      return;
    }
    read = answer;
  } catch {
    tell(t("“{name}” could not be read. Are you offline?", { name: file.name }));
    return;
  }
  const { title = "", subtitle = "", tags = [], body, losses = [] } = read;
  if (story.empty()) story.become({ title, subtitle, tags, body: JSON.stringify(body) });
  else editor.chain().focus().insertContentAt(position, body.content ?? []).run();
  if (losses.length) tell(t("Not everything could be kept: {list}", { list: losses.slice(0, 5).join("; ") }));
}

/** Lets the person choose a file. */
export function chooseMarkdown(editor: Editor, story: Story): void {
  const field = h("input", { type: "file", accept: ".md,.markdown,text/markdown" });
  field.addEventListener("change", () => {
    for (const file of field.files ?? []) void bringIn(editor, story, file, editor.state.selection.to);
  });
  field.click();
}

export const MarkdownFiles = Extension.create<{ story: Story }>({
  name: "markdownFiles",
  priority: 150,
  addOptions() {
    return { story: { empty: () => false, become: () => undefined } };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    const { story } = this.options;
    return [
      new Plugin({
        key: new PluginKey("markdownFiles"),
        props: {
          handleDrop(view, event, _slice, moved) {
            const files = markdownFiles(event.dataTransfer?.files);
            if (moved || files.length === 0) return false;
            event.preventDefault();
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size;
            const $at = view.state.doc.resolve(at);
            const between = $at.depth > 0 ? $at.after(1) : at;
            for (const file of files) void bringIn(editor, story, file, between);
            return true;
          },
        },
      }),
    ];
  },
});
