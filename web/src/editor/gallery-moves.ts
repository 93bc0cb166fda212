/** A picture's place among others: moved by one, or taken out. */
import type { Editor } from "@tiptap/core";

/** Moves a picture of a gallery one place on or back; one step of the undo history. */
export function moveWithin(editor: Editor, position: number, by: -1 | 1): boolean {
  const { state } = editor;
  const $at = state.doc.resolve(position);
  const index = $at.index();
  const other = $at.parent.maybeChild(index + by);
  const moved = $at.parent.maybeChild(index);
  if (!moved || !other || $at.parent.type.name !== "gallery") return false;
  const tr = state.tr.delete(position, position + moved.nodeSize);
  tr.insert(by < 0 ? position - other.nodeSize : position + other.nodeSize, moved);
  editor.view.dispatch(tr);
  return true;
}

/** Takes a picture out; the last one takes its gallery with it. */
export function removeWithin(editor: Editor, position: number): void {
  const { state } = editor;
  const $at = state.doc.resolve(position);
  const figure = state.doc.nodeAt(position);
  if (!figure) return;
  const alone = $at.parent.type.name === "gallery" && $at.parent.childCount === 1;
  const range = alone ? { from: $at.before(), to: $at.after() } : { from: position, to: position + figure.nodeSize };
  editor.chain().focus().deleteRange(range).run();
}
