/** A picture with its caption, its text for those who do not see it, and its place on the page. */
import { Node, mergeAttributes } from "@tiptap/core";
import type { Node as DocumentNode } from "@tiptap/pm/model";
import { h } from "./dom";
import { moveWithin, removeWithin } from "./gallery-moves";
import { t } from "./words";

export interface FigureAttributes {
  image: string;
  alt?: string;
  layout?: string;
  width?: number | null;
  height?: number | null;
  placeholder?: string | null;
}

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    figure: {
      /** Puts a picture at the selection, with an empty paragraph to write on after it. */
      insertFigure: (attributes: FigureAttributes) => ReturnType;
    };
  }
}

const LAYOUTS: [string, string][] = [
  ["inset", "Beside the text's width"],
  ["wide", "Wider than the text"],
  ["full", "Across the page"],
];

/** Where the editor shows an image from; the answer is the signed address of this width. */
export function shownAt(image: string, width = 1080): string {
  return `/images/${encodeURIComponent(image)}?width=${width}`;
}

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,

  addAttributes() {
    const attribute = (name: string, fallback: unknown = null) => ({
      default: fallback,
      parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`) ?? fallback,
      renderHTML: (attributes: Record<string, unknown>) =>
        attributes[name] === null ? {} : { [`data-${name}`]: attributes[name] },
    });
    const size = (name: string) => ({
      ...attribute(name),
      parseHTML: (element: HTMLElement) => Number(element.getAttribute(`data-${name}`)) || null,
    });
    return {
      image: attribute("image", ""),
      alt: attribute("alt", ""),
      layout: attribute("layout", "inset"),
      width: size("width"),
      height: size("height"),
      placeholder: attribute("placeholder"),
      href: attribute("href"),
    };
  },

  parseHTML() {
    // Only our own figures: a foreign picture has no image of ours and is handled by the clean-up of pastes.
    return [{ tag: "figure[data-image]", contentElement: "figcaption" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", mergeAttributes(HTMLAttributes), ["figcaption", 0]];
  },

  addCommands() {
    return {
      insertFigure:
        (attributes) =>
        ({ chain }) =>
          chain()
            .insertContent([{ type: this.name, attrs: attributes }, { type: "paragraph" }])
            .run(),
    };
  },

  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { $from } = this.editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        // A caption is one paragraph: Enter leaves it.
        const after = $from.node(-1).type.name === "gallery" ? $from.after(-1) : $from.after();
        return this.editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        if (!empty || $from.parent.type.name !== this.name || $from.parentOffset > 0) return false;
        return this.editor.commands.setNodeSelection($from.before());
      },
    };
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      let present = node;
      const set = (name: string, value: unknown): void => {
        const position = getPos();
        if (position !== undefined) editor.view.dispatch(editor.state.tr.setNodeAttribute(position, name, value));
      };
      const picture = h("img", { alt: "", draggable: "false" });
      const alt = h("input", {
        class: "figure-alt",
        maxlength: 2000,
        placeholder: t("Describe the picture for those who do not see it"),
        "aria-label": t("Description of the picture"),
        onchange: (event: Event) => set("alt", (event.target as HTMLInputElement).value.trim()),
        onkeydown: (event: KeyboardEvent) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          // At once: the next letter must not wait for a frame.
          editor.commands.setTextSelection((getPos() ?? 0) + 1);
          editor.view.focus();
        },
      });
      const buttons = LAYOUTS.map(([layout, label]) =>
        h(
          "button",
          { type: "button", "data-layout": layout, "aria-label": t(label), title: t(label), onclick: () => set("layout", layout) },
          h("span", { class: `layout-sign layout-${layout}` }),
        ),
      );
      const remove = h(
        "button",
        {
          type: "button",
          class: "figure-remove",
          "aria-label": t("Remove the picture"),
          title: t("Remove the picture"),
          onclick: () => {
            const position = getPos();
            if (position !== undefined) removeWithin(editor, position);
          },
        },
        "×",
      );
      const move = (by: -1 | 1, label: string, sign: string): HTMLButtonElement =>
        h("button", { type: "button", class: "figure-move", "aria-label": t(label), title: t(label), onclick: () => moveWithin(editor, getPos() ?? 0, by) }, sign);
      const moves = [move(-1, "Move the picture back", "‹"), move(1, "Move the picture on", "›")];
      const tools = h("div", { class: "figure-tools" }, ...buttons, ...moves, remove);
      const caption = h("figcaption", { "data-placeholder": t("Caption, if you like") });
      const below = h("div", { class: "figure-fields" }, alt);
      tools.contentEditable = "false";
      below.contentEditable = "false";
      const dom = h("figure", { class: "figure-edit" }, tools, picture, caption, below);

      const show = (shown: DocumentNode): void => {
        const attributes = shown.attrs as FigureAttributes;
        dom.dataset["layout"] = attributes.layout ?? "inset";
        dom.classList.toggle("is-empty-caption", shown.content.size === 0);
        const address = shownAt(attributes.image);
        if (picture.getAttribute("src") !== address) picture.src = address;
        picture.alt = attributes.alt ?? "";
        if (attributes.width && attributes.height) {
          picture.width = attributes.width;
          picture.height = attributes.height;
        }
        if (document.activeElement !== alt) alt.value = attributes.alt ?? "";
        for (const button of buttons) {
          button.setAttribute("aria-pressed", String(button.dataset["layout"] === attributes.layout));
        }
      };
      show(node);
      return {
        dom,
        contentDOM: caption,
        update(updated) {
          if (updated.type !== present.type) return false;
          present = updated;
          show(updated);
          return true;
        },
        selectNode: () => dom.classList.add("is-selected"),
        deselectNode: () => dom.classList.remove("is-selected"),
        stopEvent: (event) => tools.contains(event.target as HTMLElement) || event.target === alt,
        ignoreMutation: (mutation) => !caption.contains(mutation.target),
      };
    };
  },
});
