/** The bar over selected text: marks, link, headings and quotes. */
import { Extension, isTextSelection, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { CellSelection } from "@tiptap/pm/tables";
import { h } from "./dom";
import { t } from "./words";

interface Act {
  label: string;
  sign: string;
  name: string;
  active: (editor: Editor) => boolean;
  run: (editor: Editor) => void;
}

const heading = (level: 2 | 3): Pick<Act, "active" | "run"> => ({
  active: (editor) => editor.isActive("heading", { level }),
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
});

const acts: Act[] = [
  { label: "Bold", sign: "B", name: "bold", active: (e) => e.isActive("bold"), run: (e) => e.chain().focus().toggleBold().run() },
  { label: "Italic", sign: "i", name: "italic", active: (e) => e.isActive("italic"), run: (e) => e.chain().focus().toggleItalic().run() },
  { label: "Strike through", sign: "S", name: "strike", active: (e) => e.isActive("strike"), run: (e) => e.chain().focus().toggleStrike().run() },
  { label: "Code", sign: "<>", name: "code", active: (e) => e.isActive("code"), run: (e) => e.chain().focus().toggleCode().run() },
  { label: "Heading", sign: "H", name: "heading", ...heading(2) },
  { label: "Smaller heading", sign: "h", name: "subheading", ...heading(3) },
  { label: "Quote", sign: "“", name: "quote", active: (e) => e.isActive("blockquote"), run: (e) => e.chain().focus().toggleBlockquote().run() },
  { label: "Pull quote", sign: "❝", name: "pullquote", active: (e) => e.isActive("pullquote"), run: (e) => e.chain().focus().togglePullquote().run() },
];

/** A link as it is typed, made whole; null: not an address that may be followed. */
export function linkFrom(typed: string): string | null {
  const text = typed.trim();
  if (text === "") return "";
  if (/^(https?:\/\/\S+|mailto:\S+@\S+|\/\S*|#\S+)$/i.test(text)) return text;
  if (/^\S+@\S+\.\S+$/.test(text)) return `mailto:${text}`;
  if (/^[^\s:/]+\.[^\s:/]{2,}(\/\S*)?$/.test(text)) return `https://${text}`;
  return null;
}

class SelectionBar {
  private readonly bar: HTMLDivElement;
  private readonly buttons: [HTMLButtonElement, Act][];
  private readonly link: HTMLButtonElement;
  private readonly field: HTMLInputElement;
  private pointerDown = false;

  constructor(private readonly editor: Editor) {
    this.buttons = acts.map((act) => [
      h("button", { type: "button", class: `bar-${act.name}`, title: t(act.label), "aria-label": t(act.label), onclick: () => act.run(editor) }, act.sign),
      act,
    ]);
    this.link = h("button", { type: "button", class: "bar-link", title: t("Link"), "aria-label": t("Link"), onclick: () => this.editLink() }, t("Link"));
    this.field = h("input", {
      class: "bar-field",
      hidden: true,
      placeholder: t("Paste or type a link, then Enter"),
      "aria-label": t("Link address"),
      onkeydown: (event: KeyboardEvent) => this.fieldKey(event),
    });
    this.bar = h(
      "div",
      { class: "selection-bar", role: "toolbar", "aria-label": t("Format the selection"), hidden: true },
      ...this.buttons.slice(0, 4).map(([button]) => button),
      this.link,
      h("button", { type: "button", class: "bar-link", onclick: () => this.note() }, t("Note")),
      h("span", { class: "bar-gap", "aria-hidden": "true" }),
      ...this.buttons.slice(4).map(([button]) => button),
      this.field,
    );
    this.bar.addEventListener("mousedown", (event) => {
      if (event.target !== this.field) event.preventDefault();
    });
    editor.view.dom.addEventListener("mousedown", () => (this.pointerDown = true));
    document.addEventListener("mouseup", this.released);
    (document.querySelector("main") ?? document.body).append(this.bar);
  }

  update(): void {
    const { state, view } = this.editor;
    const { selection } = state;
    const text = isTextSelection(selection) && !(selection instanceof CellSelection);
    const wanted = text && !selection.empty && !this.pointerDown && !selection.$from.parent.type.spec.code && view.hasFocus();
    if (!wanted && document.activeElement !== this.field) {
      this.hide();
      return;
    }
    for (const [button, act] of this.buttons) button.setAttribute("aria-pressed", String(act.active(this.editor)));
    this.link.setAttribute("aria-pressed", String(this.editor.isActive("link")));
    this.bar.hidden = false;
    const start = view.coordsAtPos(selection.from);
    const end = view.coordsAtPos(selection.to);
    const middle = Math.abs(start.top - end.top) < 4 ? (start.left + end.right) / 2 : start.left + 120;
    const width = this.bar.offsetWidth;
    const left = Math.max(8, Math.min(middle - width / 2, window.innerWidth - width - 8));
    const above = start.top - this.bar.offsetHeight - 10;
    this.bar.style.left = `${left + window.scrollX}px`;
    this.bar.style.top = `${(above > 56 ? above : end.bottom + 10) + window.scrollY}px`;
  }

  /** Tells the page where a note is wanted: the paragraph of the selection, and its words. */
  private note(): void {
    const { doc, selection } = this.editor.state;
    const { $from, from, to } = selection;
    let depth = $from.depth;
    while (depth > 0 && !$from.node(depth).attrs["id"]) depth -= 1;
    const detail = { blockId: String($from.node(depth).attrs["id"] ?? ""), quote: doc.textBetween(from, to, " ").slice(0, 300) };
    this.editor.view.dom.dispatchEvent(new CustomEvent("octavo:note", { detail, bubbles: true }));
  }

  editLink(): void {
    this.bar.classList.add("is-linking");
    this.field.hidden = false;
    this.field.value = (this.editor.getAttributes("link")["href"] as string | undefined) ?? "";
    this.field.setCustomValidity("");
    this.bar.hidden = false;
    this.field.focus();
    this.field.select();
  }

  /** Moves the keyboard into the bar (Alt+F10, as toolbars have it). */
  enter(): boolean {
    if (this.bar.hidden) return false;
    this.buttons[0]?.[0].focus();
    return true;
  }

  destroy(): void {
    document.removeEventListener("mouseup", this.released);
    this.bar.remove();
  }

  private readonly released = (): void => {
    if (!this.pointerDown) return;
    this.pointerDown = false;
    setTimeout(() => this.update(), 0);
  };

  private fieldKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      this.doneLinking();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const href = linkFrom(this.field.value);
      if (href === null) {
        this.field.setCustomValidity(t("This is not a web or mail address."));
        this.field.reportValidity();
        return;
      }
      const chain = this.editor.chain().focus().extendMarkRange("link");
      if (href === "") chain.unsetLink().run();
      else chain.setLink({ href }).run();
      this.doneLinking();
    }
  }

  private doneLinking(): void {
    this.bar.classList.remove("is-linking");
    this.field.hidden = true;
    this.editor.commands.focus();
  }

  private hide(): void {
    this.bar.hidden = true;
    this.bar.classList.remove("is-linking");
    this.field.hidden = true;
  }
}

export const SelectionBars = Extension.create({
  name: "selectionBars",
  addStorage() {
    return { bar: null as SelectionBar | null };
  },
  addKeyboardShortcuts() {
    const bar = (): SelectionBar | null => (this.storage as { bar: SelectionBar | null }).bar;
    return {
      "Mod-k": () => {
        if (this.editor.state.selection.empty && !this.editor.isActive("link")) return false;
        if (this.editor.state.selection.empty) this.editor.commands.extendMarkRange("link");
        bar()?.editLink();
        return true;
      },
      "Alt-F10": () => bar()?.enter() ?? false,
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    const storage = this.storage as { bar: SelectionBar | null };
    return [
      new Plugin({
        key: new PluginKey("selectionBars"),
        view: () => {
          const bar = new SelectionBar(editor);
          storage.bar = bar;
          return { update: () => bar.update(), destroy: () => bar.destroy() };
        },
      }),
    ];
  },
});
