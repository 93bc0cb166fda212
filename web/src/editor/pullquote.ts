/** A sentence of the story set large beside it. */
import { Node, mergeAttributes } from "@tiptap/core";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    pullquote: {
      /** Turns the block into a pull quote, or back into a paragraph. */
      togglePullquote: () => ReturnType;
    };
  }
}

export const Pullquote = Node.create({
  name: "pullquote",
  group: "block",
  content: "inline*",
  defining: true,

  parseHTML() {
    return [{ tag: "aside.pullquote" }, { tag: "blockquote.pullquote", priority: 60 }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["aside", mergeAttributes(HTMLAttributes, { class: "pullquote", dir: "auto" }), 0];
  },

  addCommands() {
    return {
      togglePullquote:
        () =>
        ({ commands }) =>
          commands.toggleNode(this.name, "paragraph"),
    };
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Shift-p": () => this.editor.commands.togglePullquote(),
      Enter: () => {
        const { $from, empty } = this.editor.state.selection;
        const inside = $from.parent.type.name === this.name;
        if (!inside || !empty || $from.parentOffset !== $from.parent.content.size) return false;
        // What comes after a pull quote is the story again.
        const after = $from.after();
        return this.editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
    };
  },
});
