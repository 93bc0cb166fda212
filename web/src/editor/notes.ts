/** Notes on the draft: a sign at paragraphs that have some, and a panel to read and write them. */
import type { Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { CallError, call } from "./connect";
import { dialog, h } from "./dom";
import { tell } from "./upload";
import { moment, t } from "./words";

const SERVICE = "octavo.annotations.v1.Annotations";
const LONGEST = 2000;
const KEY = new PluginKey("notes");

interface Note {
  id: string;
  blockId?: string;
  replyTo?: string;
  authorId?: string;
  quote?: string;
  text?: string;
  writtenAt: string;
  settled?: boolean;
  gone?: boolean;
}

/** Where a new note goes: the paragraph, and the words that were selected. */
export interface Spot {
  blockId: string;
  quote: string;
}

/** Asks for the notes once and marks their paragraphs; without notes nothing is added to the editor. */
export async function markNotes(editor: Editor, storyId: string): Promise<void> {
  mark(editor, await listed(storyId));
}

/** Opens the panel; call it when everything is saved, so that the paragraph is known. */
export async function showNotes(editor: Editor, storyId: string, spot: Spot | null): Promise<void> {
  const threads = h("ol", { class: "note-threads" });
  const form = spot ? write(t("A note"), t("Add the note"), (text) => add({ blockId: spot.blockId, quote: spot.quote, text })) : "";
  dialog(t("Notes"), t("Close"), "notes", spot?.quote ? h("blockquote", {}, spot.quote) : "", form, threads, h("p", { class: "hint" }, t("Everybody who may read this draft reads them, and nobody else.")));

  const add = (note: object): Promise<void> => change("AddNote", { storyId, blockId: "", ...note });
  const change = async (method: string, request: object): Promise<void> => {
    await call(`${SERVICE}/${method}`, request);
    await load();
  };
  const load = async (): Promise<void> => {
    const notes = await listed(storyId);
    const names = await named(notes);
    mark(editor, notes);
    const here = notes.filter((note) => !note.replyTo).sort((one, other) => Number(other.blockId === spot?.blockId) - Number(one.blockId === spot?.blockId));
    threads.replaceChildren(...here.map((first) => thread(first, notes.filter((note) => note.replyTo === first.id), names)));
    if (!here.length) threads.append(h("li", { class: "hint" }, t("There are no notes yet.")));
  };
  const thread = (first: Note, answers: Note[], names: Map<string, string>): HTMLLIElement =>
    h(
      "li",
      { class: first.settled ? "note-settled" : "" },
      first.gone && h("p", { class: "hint" }, t("Its paragraph is gone.")),
      first.quote && h("blockquote", {}, first.quote),
      ...[first, ...answers].map((note) =>
        h(
          "div",
          { class: "one-note" },
          h("b", {}, names.get(note.authorId ?? "") ?? t("Somebody who has left")),
          " ",
          h("time", { datetime: note.writtenAt }, moment(note.writtenAt)),
          h("p", {}, note.text || t("This note was taken away.")),
        ),
      ),
      first.text &&
        h("button", { type: "button", class: "button button-quiet", onclick: () => void guarded(() => change("SettleNote", { noteId: first.id, settled: !first.settled })) }, first.settled ? t("Open again") : t("Done with")),
      first.text && write(t("Your answer"), t("Answer"), (text) => add({ replyTo: first.id, text })),
    );
  await guarded(load);
}

async function listed(storyId: string): Promise<Note[]> {
  return (await call<{ notes?: Note[] }>(`${SERVICE}/ListNotes`, { storyId })).notes ?? [];
}

async function named(notes: Note[]): Promise<Map<string, string>> {
  const personIds = [...new Set(notes.flatMap((note) => note.authorId || []))];
  if (!personIds.length) return new Map();
  const { people = [] } = await call<{ people?: { id: string; name?: string; handle?: string }[] }>("octavo.accounts.v1.Accounts/GetPeople", { personIds });
  return new Map(people.map((one) => [one.id, one.name || `@${one.handle ?? ""}`]));
}

function write(label: string, does: string, send: (text: string) => Promise<void>): HTMLFormElement {
  const field = h("textarea", { rows: 3, maxlength: LONGEST, required: true, "aria-label": label, placeholder: label });
  const button = h("button", { class: "button button-quiet" }, does);
  const form = h("form", { class: "note-form" }, field, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    // What was typed stays in the field until it is kept.
    void guarded(async () => {
      await send(field.value);
      field.value = "";
    }).finally(() => (button.disabled = false));
  });
  return form;
}

async function guarded(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    tell(error instanceof CallError ? error.message : String(error));
  }
}

/** A sign in the margin of each paragraph with an open note. */
function mark(editor: Editor, notes: Note[]): void {
  const marked = new Set(notes.flatMap((note) => (note.replyTo || note.settled || !note.blockId ? [] : [note.blockId])));
  editor.unregisterPlugin(KEY);
  if (!marked.size) return;
  editor.registerPlugin(
    new Plugin({
      key: KEY,
      props: {
        decorations: (state) => {
          const found: Decoration[] = [];
          state.doc.descendants((node, at) => {
            if (marked.has(String(node.attrs["id"] ?? ""))) found.push(Decoration.node(at, at + node.nodeSize, { class: "has-note" }));
            return !node.isTextblock;
          });
          return DecorationSet.create(state.doc, found);
        },
      },
    }),
  );
}
