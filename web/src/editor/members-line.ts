/** The line below which a story is for members: one at most, between the story's own blocks. */
import { Node, mergeAttributes } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";
import { t } from "./words";

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    membersLine: {
      /** Draws the line below the block of the cursor, or moves it there; it takes the place of an empty paragraph. */
      setMembersLine: () => ReturnType;
    };
  }
}

export const MembersLine = Node.create({
  name: "membersLine",
  selectable: true,

  parseHTML() {
    return [{ tag: "members-line" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["members-line", mergeAttributes(HTMLAttributes, { "data-label": t("Below this line: for members") })];
  },

  addCommands() {
    return {
      setMembersLine:
        () =>
        ({ tr, dispatch }) => {
          const { $from } = tr.selection;
          if ($from.depth < 1) return false;
          if (!dispatch) return true;
          const { schema } = tr.doc.type;
          const line = schema.nodes[this.name]?.create();
          const paragraph = schema.nodes["paragraph"]?.create();
          if (!line || !paragraph) return false;
          const block = $from.node(1);
          const empty = $from.depth === 1 && block.type.name === "paragraph" && block.content.size === 0 && $from.index(0) > 0;
          // What stood elsewhere goes in the same step: the document may never hold two.
          const blocks = Array.from({ length: tr.doc.childCount }, (_, index) => tr.doc.child(index)).flatMap((one, index) => {
            const kept = one.type === line.type ? [] : [one];
            return index !== $from.index(0) ? kept : empty ? [line] : [...kept, line];
          });
          const place = blocks.indexOf(line);
          const below = blocks[place + 1];
          if (below?.type !== paragraph.type) blocks.splice(place + 1, 0, paragraph);
          tr.replaceWith(0, tr.doc.content.size, blocks);
          const start = blocks.slice(0, place + 1).reduce((sum, one) => sum + one.nodeSize, 0);
          tr.setSelection(TextSelection.create(tr.doc, start + 1)).scrollIntoView();
          return true;
        },
    };
  },
});
