/** Footnotes: a number in the text; the note itself is written in a small editor that opens at it. */
import { Node, mergeAttributes, type Editor } from "@tiptap/core";
import { toggleMark } from "@tiptap/pm/commands";
import { keymap } from "@tiptap/pm/keymap";
import type { Node as DocumentNode } from "@tiptap/pm/model";
import { EditorState, NodeSelection, Selection, type Transaction } from "@tiptap/pm/state";
import { StepMap } from "@tiptap/pm/transform";
import { EditorView, type NodeView } from "@tiptap/pm/view";
import { h } from "./dom";
import { t } from "./words";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    footnote: {
      /** Puts a footnote behind the selection and opens it. */
      insertFootnote: () => ReturnType;
    };
  }
}

const FROM_TEXT = "fromText";

/**
 * The note's own editor works on the same steps as the story's: each goes into the story's history, and what the
 * story does to the note (undo, find and replace) comes back here.
 */
class FootnoteView implements NodeView {
  readonly dom: HTMLElement;
  private inner: EditorView | null = null;

  constructor(
    private node: DocumentNode,
    private readonly editor: Editor,
    private readonly getPos: () => number | undefined,
  ) {
    this.dom = h("span", { class: "footnote-edit" }, h("span", { class: "footnote-number", title: t("Footnote") }));
    this.dom.contentEditable = "false";
  }

  selectNode(): void {
    this.dom.classList.add("is-open");
    if (!this.inner) this.open();
  }

  deselectNode(): void {
    this.dom.classList.remove("is-open");
    this.close();
  }

  update(node: DocumentNode): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    if (this.inner) this.take(this.inner, node);
    return true;
  }

  stopEvent(event: Event): boolean {
    return this.inner?.dom.contains(event.target as globalThis.Node) ?? false;
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.close();
  }

  focus(): void {
    this.inner?.focus();
  }

  private open(): void {
    const place = h("span", { class: "footnote-sheet" });
    this.dom.append(place);
    const { marks } = this.node.type.schema;
    const leave = (): boolean => this.leave();
    const keys = keymap({
      "Mod-z": () => this.editor.commands.undo(),
      "Mod-y": () => this.editor.commands.redo(),
      "Shift-Mod-z": () => this.editor.commands.redo(),
      "Mod-b": toggleMark(marks["bold"]!),
      "Mod-i": toggleMark(marks["italic"]!),
      Enter: leave,
      Escape: leave,
      Backspace: (state) => (state.doc.content.size === 0 ? this.remove() : false),
    });
    this.inner = new EditorView(place, {
      state: EditorState.create({ doc: this.node, plugins: [keys] }),
      dispatchTransaction: (tr) => this.dispatch(tr),
      attributes: { class: "footnote-text", role: "textbox", "aria-label": t("The footnote's text"), "data-placeholder": t("The footnote's text"), dir: "auto" },
      handleDOMEvents: {
        mousedown: () => {
          this.inner?.focus();
          return false;
        },
      },
    });
    this.mark();
  }

  private close(): void {
    this.inner?.destroy();
    this.inner = null;
    this.dom.querySelector(".footnote-sheet")?.remove();
  }

  private mark(): void {
    this.inner?.dom.classList.toggle("is-blank", this.inner.state.doc.content.size === 0);
  }

  private dispatch(tr: Transaction): void {
    if (!this.inner) return;
    const { state, transactions } = this.inner.state.applyTransaction(tr);
    this.inner.updateState(state);
    this.mark();
    const position = this.getPos();
    if (tr.getMeta(FROM_TEXT) || position === undefined) return;
    const outer = this.editor.state.tr;
    const moved = StepMap.offset(position + 1);
    for (const { steps } of transactions) {
      for (const step of steps) {
        const mapped = step.map(moved);
        if (mapped) outer.step(mapped);
      }
    }
    if (outer.docChanged) this.editor.view.dispatch(outer);
  }

  /** What changed in the story's copy of the note, and not here, is done here too. */
  private take(inner: EditorView, node: DocumentNode): void {
    const start = node.content.findDiffStart(inner.state.doc.content);
    const end = node.content.findDiffEnd(inner.state.doc.content);
    if (start === null || end === null) return;
    const overlap = Math.max(0, start - Math.min(end.a, end.b));
    const tr = inner.state.tr.replace(start, end.b + overlap, node.slice(start, end.a + overlap));
    inner.dispatch(tr.setMeta(FROM_TEXT, true));
  }

  private leave(): boolean {
    const position = this.getPos();
    if (position === undefined) return false;
    const { state, view } = this.editor;
    view.dispatch(state.tr.setSelection(Selection.near(state.doc.resolve(position + this.node.nodeSize), 1)));
    view.focus();
    return true;
  }

  private remove(): boolean {
    const position = this.getPos();
    if (position === undefined) return false;
    return this.editor.chain().deleteRange({ from: position, to: position + this.node.nodeSize }).focus().run();
  }
}

const views = new WeakMap<globalThis.Node, FootnoteView>();

/** Puts the caret into the note that is selected. */
function enter(editor: Editor): boolean {
  const { selection } = editor.state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== "footnote") return false;
  const dom = editor.view.nodeDOM(selection.from);
  const view = dom && views.get(dom);
  view?.focus();
  return view !== undefined;
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  content: "text*",
  isolating: true,
  selectable: true,
  // For the story around it the note is one thing; its inside has an editor of its own.
  atom: true,

  parseHTML() {
    return [{ tag: "span[data-node=footnote]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", mergeAttributes(HTMLAttributes, { "data-node": this.name }), 0];
  },

  renderText: () => "",

  addCommands() {
    return {
      insertFootnote:
        () =>
        ({ tr, state, dispatch, editor }) => {
          const { $to } = state.selection;
          const allowed = $to.parent.inlineContent && !$to.parent.type.spec.code;
          if (!allowed || !$to.parent.type.contentMatch.matchType(this.type)) return false;
          if (!dispatch) return true;
          tr.insert($to.pos, this.type.create());
          tr.setSelection(NodeSelection.create(tr.doc, $to.pos)).scrollIntoView();
          queueMicrotask(() => enter(editor));
          return true;
        },
    };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Alt-f": () => this.editor.commands.insertFootnote(),
      Enter: () => enter(this.editor),
    };
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const view = new FootnoteView(node, editor, getPos);
      views.set(view.dom, view);
      return view;
    };
  },
});
