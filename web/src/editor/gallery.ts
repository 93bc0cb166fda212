/** Two to ten pictures side by side: sent together, put in order by buttons or by dragging, with one caption. */
import { Node, mergeAttributes, type Editor } from "@tiptap/core";
import { attributesOf } from "./attributes";
import { h } from "./dom";
import { MOST_PICTURES, sendAll, tell } from "./upload";
import { t } from "./words";

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "figure{1,10}",
  isolating: true,
  selectable: true,

  addAttributes: () => attributesOf("gallery"),

  parseHTML() {
    return [{ tag: "div[data-node=gallery]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-node": this.name }), 0];
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      let present = node;
      const caption = h("input", {
        class: "gallery-caption",
        maxlength: 500,
        placeholder: t("Caption of the pictures, if you like"),
        "aria-label": t("Caption of the pictures"),
        onchange: (event: Event) => {
          const position = getPos();
          if (position !== undefined) editor.view.dispatch(editor.state.tr.setNodeAttribute(position, "caption", (event.target as HTMLInputElement).value.trim()));
        },
        onkeydown: (event: KeyboardEvent) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          const after = (getPos() ?? 0) + present.nodeSize;
          editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).focus().run();
        },
      });
      const field = h("input", { type: "file", accept: "image/*", multiple: true, hidden: true });
      field.addEventListener("change", () => {
        const position = getPos();
        if (position !== undefined) void addPictures(editor, [...(field.files ?? [])], () => getPos());
        field.value = "";
      });
      const add = h("button", { type: "button", class: "plain", onclick: () => field.click() }, t("Add pictures"));
      const rows = h("div", { class: "gallery-rows" });
      const below = h("div", { class: "gallery-below" }, caption, add, field);
      below.contentEditable = "false";
      const show = (): void => {
        if (document.activeElement !== caption) caption.value = (present.attrs["caption"] as string | null) ?? "";
        add.hidden = present.childCount >= MOST_PICTURES;
      };
      show();
      return {
        dom: h("figure", { class: "gallery gallery-edit" }, rows, below),
        contentDOM: rows,
        update(updated) {
          if (updated.type !== present.type) return false;
          present = updated;
          show();
          return true;
        },
        stopEvent: (event) => below.contains(event.target as globalThis.Node),
        ignoreMutation: (mutation) => !rows.contains(mutation.target),
      };
    };
  },
});

async function addPictures(editor: Editor, files: File[], place: () => number | undefined): Promise<void> {
  const before = place();
  const room = MOST_PICTURES - (before === undefined ? 0 : (editor.state.doc.nodeAt(before)?.childCount ?? 0));
  if (files.length > room) tell(t("A gallery holds at most {limit} pictures.", { limit: MOST_PICTURES }));
  const figures = await sendAll(files.slice(0, room), () => undefined);
  const position = place();
  const gallery = position === undefined ? null : editor.state.doc.nodeAt(position);
  if (position === undefined || gallery?.type.name !== "gallery" || figures.length === 0) return;
  editor.commands.insertContentAt(position + gallery.nodeSize - 1, figures.slice(0, MOST_PICTURES - gallery.childCount));
}
