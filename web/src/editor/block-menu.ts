/** The plus sign at an empty line and the `/` menu: one list, two ways to it, usable by keyboard. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { blocks, groups, type BlockChoice } from "./blocks";
import { h } from "./dom";
import { t } from "./words";

const PLUS_SIZE = 34;
const PLUS_GAP = 48;

class BlockMenu {
  private readonly plus: HTMLButtonElement;
  private readonly list: HTMLDivElement;
  private shown: BlockChoice[] = [];
  private chosen = 0;
  /** Where the typed `/` stands; null: opened by the plus sign, or closed. */
  private slash: number | null = null;
  private dismissed: number | null = null;

  constructor(private readonly editor: Editor) {
    this.plus = h("button", {
      type: "button",
      class: "plus",
      "aria-label": t("Add something here"),
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      hidden: true,
      onclick: () => this.toggle(),
    }, "+");
    this.list = h("div", { class: "block-menu", role: "listbox", id: "block-menu", tabindex: 0, "aria-label": t("Add something here"), hidden: true });
    this.plus.addEventListener("mousedown", (event) => event.preventDefault());
    (document.querySelector("main") ?? document.body).append(this.plus, this.list);
    this.editor.view.dom.addEventListener("blur", () => setTimeout(() => this.afterBlur(), 120));
  }

  get open(): boolean {
    return !this.list.hidden;
  }

  /** Follows the selection and what is typed after a `/`. */
  update(): void {
    const { selection } = this.editor.state;
    const { $from, empty } = selection;
    const typed = empty && $from.parent.type.name === "paragraph" ? /^\/([\p{L}\p{N}-]{0,20})$/u.exec($from.parent.textContent) : null;
    const emptyLine = empty && $from.parent.type.name === "paragraph" && $from.parent.content.size === 0 && $from.depth === 1;
    this.placePlus(emptyLine && this.editor.isFocused);
    if (typed && this.dismissed !== $from.start()) {
      this.slash = $from.start();
      this.show(typed[1] ?? "", $from.start());
    } else {
      if (!typed) this.dismissed = null;
      if (this.slash !== null || !emptyLine) this.close();
    }
  }

  key(event: KeyboardEvent): boolean {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1 }[event.key];
    if (step) {
      this.chosen = (this.chosen + step + this.shown.length) % this.shown.length;
      this.mark();
      return true;
    }
    if (event.key === "Enter") {
      const choice = this.shown[this.chosen];
      if (choice) this.take(choice);
      return true;
    }
    if (event.key === "Escape") {
      this.dismissed = this.slash;
      this.close();
      return true;
    }
    return false;
  }

  destroy(): void {
    this.plus.remove();
    this.list.remove();
  }

  private toggle(): void {
    if (this.open) {
      this.close();
      return;
    }
    this.slash = null;
    this.editor.commands.focus();
    this.show("", this.editor.state.selection.from);
  }

  private show(typed: string, position: number): void {
    const wanted = typed.toLowerCase();
    this.shown = blocks.filter((one) => `${t(one.label)} ${one.label} ${one.words}`.toLowerCase().includes(wanted));
    if (this.shown.length === 0) {
      this.close();
      return;
    }
    this.chosen = Math.min(this.chosen, this.shown.length - 1);
    const option = (choice: BlockChoice): HTMLElement => {
      const index = this.shown.indexOf(choice);
      return h(
          "div",
          {
            role: "option",
            id: `block-choice-${index}`,
            class: "block-choice",
            onmousedown: (event: Event) => event.preventDefault(),
            onclick: () => this.take(choice),
          },
          h("span", { class: "block-sign", "aria-hidden": "true" }, choice.sign),
          t(choice.label),
        );
    };
    this.list.replaceChildren(
      ...groups.flatMap((group) => {
        const own = this.shown.filter((choice) => choice.group === group);
        if (own.length === 0) return [];
        const name = h("div", { class: "block-group", "aria-hidden": "true" }, t(group));
        return [h("div", { role: "group", "aria-label": t(group) }, ...(wanted ? [] : [name]), ...own.map(option))];
      }),
    );
    this.list.hidden = false;
    this.plus.setAttribute("aria-expanded", "true");
    const box = this.editor.view.coordsAtPos(position);
    const below = box.bottom + 6;
    const room = window.innerHeight - below;
    const height = this.list.offsetHeight;
    this.list.style.top = `${(room < height && box.top > height ? box.top - height - 6 : below) + window.scrollY}px`;
    this.list.style.left = `${Math.min(box.left, window.innerWidth - this.list.offsetWidth - 8) + window.scrollX}px`;
    this.mark();
  }

  private mark(): void {
    [...this.list.querySelectorAll("[role=option]")].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.chosen));
      if (index === this.chosen) option.scrollIntoView({ block: "nearest" });
    });
    this.editor.view.dom.setAttribute("aria-activedescendant", `block-choice-${this.chosen}`);
  }

  private take(choice: BlockChoice): void {
    const { slash } = this;
    this.close();
    if (slash !== null) {
      const end = this.editor.state.selection.$from.end();
      this.editor.chain().focus().deleteRange({ from: slash, to: end }).run();
    }
    choice.make(this.editor);
  }

  private close(): void {
    this.list.hidden = true;
    this.slash = null;
    this.chosen = 0;
    this.plus.setAttribute("aria-expanded", "false");
    this.editor.view.dom.removeAttribute("aria-activedescendant");
  }

  private placePlus(wanted: boolean): void {
    this.plus.hidden = !wanted;
    if (!wanted) return;
    const line = this.editor.view.coordsAtPos(this.editor.state.selection.from);
    const edge = this.editor.view.dom.getBoundingClientRect();
    const leftwards = document.documentElement.dir !== "rtl";
    const room = leftwards ? line.left : window.innerWidth - line.left;
    const beside = leftwards ? line.left - PLUS_GAP : line.left + PLUS_GAP - PLUS_SIZE;
    // Where the margin is too narrow the sign stands at the line's far end.
    const far = leftwards ? edge.right - PLUS_SIZE - 16 : edge.left + 16;
    this.plus.style.top = `${(line.top + line.bottom) / 2 + window.scrollY}px`;
    this.plus.style.left = `${(room > PLUS_GAP + 8 ? beside : far) + window.scrollX}px`;
  }

  private afterBlur(): void {
    if (this.list.contains(document.activeElement) || document.activeElement === this.plus || this.editor.isFocused) return;
    this.close();
    this.plus.hidden = true;
  }
}

export const BlockMenus = Extension.create({
  name: "blockMenus",
  addProseMirrorPlugins() {
    let menu: BlockMenu | null = null;
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey("blockMenus"),
        view: () => {
          menu = new BlockMenu(editor);
          return { update: () => menu?.update(), destroy: () => menu?.destroy() };
        },
        props: {
          handleKeyDown: (_view, event) => menu?.key(event) ?? false,
          handleDOMEvents: {
            focus: () => {
              setTimeout(() => menu?.update(), 0);
              return false;
            },
          },
        },
      }),
    ];
  },
});
