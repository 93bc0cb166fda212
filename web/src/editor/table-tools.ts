/** What can be done with the table in which the caret stands: a small bar above it. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { h } from "./dom";
import { t } from "./words";

interface Act {
  label: string;
  sign: string;
  run: (editor: Editor) => boolean;
}

const align = (to: string | null): Act["run"] => (editor) => editor.chain().focus().setCellAttribute("align", to).run();

const acts: Act[] = [
  { label: "Row above", sign: "↥", run: (e) => e.chain().focus().addRowBefore().run() },
  { label: "Row below", sign: "↧", run: (e) => e.chain().focus().addRowAfter().run() },
  { label: "Delete the row", sign: "−▭", run: (e) => e.chain().focus().deleteRow().run() },
  { label: "Column before", sign: "↤", run: (e) => e.chain().focus().addColumnBefore().run() },
  { label: "Column after", sign: "↦", run: (e) => e.chain().focus().addColumnAfter().run() },
  { label: "Delete the column", sign: "−▯", run: (e) => e.chain().focus().deleteColumn().run() },
  { label: "Header row", sign: "H", run: (e) => e.chain().focus().toggleHeaderRow().run() },
  { label: "Align to the start", sign: "⇤", run: align(null) },
  { label: "Centre", sign: "↔", run: align("center") },
  { label: "Align to the end", sign: "⇥", run: align("right") },
  { label: "Delete the table", sign: "×", run: (e) => e.chain().focus().deleteTable().run() },
];

class TableTools {
  private readonly caption: HTMLInputElement;
  private readonly bar: HTMLElement;

  constructor(private readonly editor: Editor) {
    this.caption = h("input", {
      class: "table-caption",
      maxlength: 500,
      placeholder: t("Caption of the table"),
      "aria-label": t("Caption of the table"),
      onchange: () => this.name(),
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        this.name();
        editor.commands.focus();
      },
    });
    const buttons = acts.map(({ label, sign, run }) =>
      h("button", { type: "button", title: t(label), "aria-label": t(label), onmousedown: (event: Event) => event.preventDefault(), onclick: () => run(editor) }, sign),
    );
    this.bar = h("div", { class: "table-tools", role: "toolbar", "aria-label": t("Table"), hidden: true }, ...buttons, this.caption);
    (document.querySelector("main") ?? document.body).append(this.bar);
  }

  /** Where the table of the selection begins; -1: there is none. */
  private get place(): number {
    const { $from } = this.editor.state.selection;
    for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.name === "table") return $from.before(depth);
    return -1;
  }

  update(): void {
    const { place } = this;
    const held = this.bar.contains(document.activeElement);
    this.bar.hidden = place < 0 || (!this.editor.isFocused && !held);
    if (this.bar.hidden) return;
    if (!held) this.caption.value = (this.editor.state.doc.nodeAt(place)?.attrs["caption"] as string | null) ?? "";
    const element = this.editor.view.nodeDOM(place);
    if (!(element instanceof HTMLElement)) return;
    const box = element.getBoundingClientRect();
    const top = Math.max(box.top - this.bar.offsetHeight - 6, Math.min(60, box.bottom - this.bar.offsetHeight));
    this.bar.style.top = `${top + window.scrollY}px`;
    this.bar.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - this.bar.offsetWidth - 8)) + window.scrollX}px`;
  }

  destroy(): void {
    this.bar.remove();
  }

  private name(): void {
    const { place } = this;
    const caption = this.caption.value.trim();
    if (place < 0 || this.editor.state.doc.nodeAt(place)?.attrs["caption"] === caption) return;
    this.editor.view.dispatch(this.editor.state.tr.setNodeAttribute(place, "caption", caption));
  }
}

export const TableToolbar = Extension.create({
  name: "tableToolbar",
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey("tableToolbar"),
        view: () => {
          const tools = new TableTools(editor);
          const blurred = (): void => {
            setTimeout(() => tools.update(), 120);
          };
          editor.view.dom.addEventListener("blur", blurred);
          return {
            update: () => tools.update(),
            destroy: () => {
              editor.view.dom.removeEventListener("blur", blurred);
              tools.destroy();
            },
          };
        },
      }),
    ];
  },
});
