/** Formulas in a line and on their own: their LaTeX is edited in place, the server sets them. */
import { InputRule, Node, mergeAttributes, type Editor } from "@tiptap/core";
import type { Node as DocumentNode } from "@tiptap/pm/model";
import { NodeSelection, Selection } from "@tiptap/pm/state";
import type { NodeView } from "@tiptap/pm/view";
import { attributesOf } from "./attributes";
import { h } from "./dom";
import { formula } from "./formulas";
import { t } from "./words";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    maths: {
      /** Puts a formula into the line, or of its own, and opens it. */
      insertMaths: (block: boolean, latex?: string) => ReturnType;
    };
  }
}

const PAUSE_MS = 250;

class MathsView implements NodeView {
  readonly dom: HTMLElement;
  private readonly shown: HTMLElement;
  private readonly field: HTMLTextAreaElement;
  private readonly problem: HTMLElement;
  private readonly sheet: HTMLElement;
  private timer = 0;

  constructor(
    private node: DocumentNode,
    private readonly editor: Editor,
    private readonly getPos: () => number | undefined,
    private readonly block: boolean,
  ) {
    this.shown = h("span", { class: "maths-shown" });
    this.problem = h("span", { class: "maths-problem", role: "status" });
    this.field = h("textarea", {
      class: "maths-field",
      rows: block ? 3 : 1,
      maxlength: block ? 4000 : 1000,
      spellcheck: "false",
      "aria-label": t("Formula in LaTeX"),
      placeholder: "\\frac{a}{b}",
      oninput: () => this.preview(),
      onblur: () => this.close(false),
      onkeydown: (event: KeyboardEvent) => this.key(event),
    });
    this.sheet = h("span", { class: "maths-sheet", hidden: true }, this.field, this.problem);
    this.dom = h(block ? "div" : "span", { class: block ? "maths-edit maths-edit-block" : "maths-edit" }, this.shown, this.sheet);
    this.dom.contentEditable = "false";
    this.shown.addEventListener("click", () => this.open());
    void this.show(this.latex);
    if (this.latex === "") queueMicrotask(() => this.open());
  }

  private get latex(): string {
    return (this.node.attrs["latex"] as string | null) ?? "";
  }

  update(node: DocumentNode): boolean {
    if (node.type !== this.node.type) return false;
    const changed = node.attrs["latex"] !== this.node.attrs["latex"];
    this.node = node;
    if (changed) void this.show(this.latex);
    return true;
  }

  selectNode(): void {
    this.dom.classList.add("is-selected");
  }

  deselectNode(): void {
    this.dom.classList.remove("is-selected");
  }

  stopEvent(event: Event): boolean {
    return this.sheet.contains(event.target as globalThis.Node);
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    window.clearTimeout(this.timer);
  }

  open(): void {
    if (!this.sheet.hidden || !this.editor.isEditable) return;
    this.field.value = this.latex;
    this.sheet.hidden = false;
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  private key(event: KeyboardEvent): void {
    const done = event.key === "Escape" || (event.key === "Enter" && (!this.block || event.ctrlKey || event.metaKey));
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
    this.close(true);
  }

  private preview(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.show(this.field.value), PAUSE_MS);
  }

  /** One step for the undo history, however long it was worked on; an empty formula goes. */
  private close(back: boolean): void {
    if (this.sheet.hidden) return;
    this.sheet.hidden = true;
    window.clearTimeout(this.timer);
    const position = this.getPos();
    if (position === undefined) return;
    const latex = this.field.value.trim();
    const { tr } = this.editor.state;
    if (latex === "") tr.delete(position, position + this.node.nodeSize);
    else if (latex !== this.latex) tr.setNodeAttribute(position, "latex", latex);
    if (tr.docChanged) this.editor.view.dispatch(tr);
    if (!back) return;
    const { doc } = this.editor.state;
    const after = Math.min(position + (latex ? this.node.nodeSize : 0), doc.content.size);
    this.editor.view.dispatch(this.editor.state.tr.setSelection(Selection.near(doc.resolve(after), 1)));
    this.editor.view.focus();
  }

  private async show(latex: string): Promise<void> {
    if (latex.trim() === "") {
      this.shown.textContent = t("Formula");
      this.problem.textContent = "";
      return;
    }
    const { html, problem } = await formula(latex, this.block);
    // Another letter may have been typed while the server was asked.
    if (latex !== (this.sheet.hidden ? this.latex : this.field.value)) return;
    // Made and sanitised by the server: nothing but MathML.
    if (html) this.shown.innerHTML = html;
    else this.shown.textContent = latex;
    this.problem.textContent = problem;
    this.dom.classList.toggle("is-wrong", problem !== "");
  }
}

/** The formula that ends before the caret. */
function lastMaths(editor: Editor, type: string): number {
  let found = -1;
  editor.state.doc.nodesBetween(0, editor.state.selection.to, (node, position) => {
    if (node.type.name === type) found = position;
  });
  return found;
}

/** Commands at the end of which the new formula is open to be written. */
function opened(editor: Editor, position: number): void {
  if (position < 0) return;
  const view = editor.view.nodeDOM(position);
  if (view instanceof HTMLElement) view.querySelector<HTMLElement>(".maths-shown")?.click();
}

export const InlineMath = Node.create({
  name: "inlineMath",
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  marks: "",

  addAttributes: () => attributesOf("inlineMath"),

  parseHTML() {
    return [{ tag: "span[data-node=inlineMath]" }, { tag: "span.maths[data-text]", getAttrs: (element) => ({ latex: element.dataset["text"] }) }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", mergeAttributes(HTMLAttributes, { "data-node": this.name })];
  },

  renderText({ node }) {
    return `$${String(node.attrs["latex"])}$`;
  },

  addCommands() {
    return {
      insertMaths:
        (block, latex = "") =>
        ({ chain, state, editor }) => {
          const text = latex || state.doc.textBetween(state.selection.from, state.selection.to, " ");
          const type = block ? "blockMath" : "inlineMath";
          const made = { type, attrs: { latex: text } };
          const done = chain().insertContent(block ? [made, { type: "paragraph" }] : made).run();
          if (done) queueMicrotask(() => opened(editor, lastMaths(editor, type)));
          return done;
        },
    };
  },

  addInputRules() {
    return [
      new InputRule({
        find: /(^|[\s([])\$([^\s$](?:[^$\n]{0,300}[^\s$\\])?)\$$/,
        handler: ({ state, range, match }) => {
          const [, before = "", latex = ""] = match;
          // An amount of money is no formula: "between $5 and 10$" has a space and no sign of one.
          if (/^\d+(?:[.,]\d+)?\s/.test(latex)) return null;
          const from = range.from + before.length;
          state.tr.replaceWith(from, range.to, this.type.create({ latex }));
          return undefined;
        },
      }),
    ];
  },

  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { selection } = this.editor.state;
        if (!(selection instanceof NodeSelection) || !["inlineMath", "blockMath"].includes(selection.node.type.name)) return false;
        opened(this.editor, selection.from);
        return true;
      },
    };
  },

  addNodeView() {
    return ({ node, editor, getPos }) => new MathsView(node, editor, getPos, false);
  },
});

export const BlockMath = Node.create({
  name: "blockMath",
  group: "block",
  atom: true,
  selectable: true,
  draggable: true,

  addAttributes: () => attributesOf("blockMath"),

  parseHTML() {
    return [{ tag: "div[data-node=blockMath]" }, { tag: "div.maths-block[data-latex]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-node": this.name })];
  },

  addInputRules() {
    return [
      new InputRule({
        find: /^\$\$\s$/,
        handler: ({ state, range }) => {
          const $from = state.doc.resolve(range.from);
          if ($from.parent.type.name !== "paragraph" || $from.depth < 1) return null;
          state.tr.replaceWith($from.before(), $from.after(), this.type.create({ latex: "" }));
          return undefined;
        },
      }),
    ];
  },

  addNodeView() {
    return ({ node, editor, getPos }) => new MathsView(node, editor, getPos, true);
  },
});
