/** A few blocks set apart from the story, with a word for why. */
import { Node, mergeAttributes } from "@tiptap/core";
import { attributesOf } from "./attributes";
import { h } from "./dom";
import { t } from "./words";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    callout: {
      /** Puts the selected blocks into a call-out, or takes them out of the one that they stand in. */
      toggleCallout: () => ReturnType;
    };
  }
}

const KINDS: [string, string][] = [
  ["note", "Note"],
  ["tip", "Tip"],
  ["important", "Important"],
  ["warning", "Warning"],
  ["caution", "Caution"],
];

export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes: () => attributesOf("callout"),

  parseHTML() {
    return [{ tag: "div[data-node=callout]" }, { tag: "div[data-callout]", getAttrs: (element) => ({ kind: element.dataset["callout"] }) }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-node": this.name }), 0];
  },

  addCommands() {
    return {
      toggleCallout:
        () =>
        ({ commands }) =>
          commands.toggleWrap(this.name),
    };
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const kinds = h(
        "select",
        {
          class: "callout-kind",
          "aria-label": t("Kind of call-out"),
          onchange: (event: Event) => {
            const position = getPos();
            if (position === undefined) return;
            editor.view.dispatch(editor.state.tr.setNodeAttribute(position, "kind", (event.target as HTMLSelectElement).value));
            editor.commands.focus();
          },
        },
        ...KINDS.map(([kind, label]) => h("option", { value: kind }, t(label))),
      );
      kinds.contentEditable = "false";
      const inside = h("div");
      const dom = h("div", {}, kinds, inside);
      const show = (kind: string): void => {
        dom.className = `callout callout-${kind}`;
        kinds.value = kind;
      };
      show(node.attrs["kind"] as string);
      return {
        dom,
        contentDOM: inside,
        update(updated) {
          if (updated.type !== node.type) return false;
          show(updated.attrs["kind"] as string);
          return true;
        },
        stopEvent: (event) => event.target === kinds,
        ignoreMutation: (mutation) => !inside.contains(mutation.target),
      };
    };
  },
});
