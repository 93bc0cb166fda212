/** The story's headings in a list, by choice: the editor shows it as it stands at the moment. */
import { Node, mergeAttributes } from "@tiptap/core";
import type { Node as DocumentNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { attributesOf } from "./attributes";
import { h } from "./dom";
import { t } from "./words";

const shown = new Set<() => void>();

export const Contents = Node.create({
  name: "tableOfContents",
  group: "block",
  atom: true,
  selectable: true,
  draggable: true,

  addAttributes: () => attributesOf("tableOfContents"),

  parseHTML() {
    return [{ tag: "div[data-node=tableOfContents]" }, { tag: "nav.contents[data-depth]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-node": this.name })];
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      let depth = Number(node.attrs["depth"]);
      const list = h("ol");
      const levels = h(
        "select",
        {
          "aria-label": t("How deep the contents go"),
          onchange: (event: Event) => {
            const position = getPos();
            if (position === undefined) return;
            editor.view.dispatch(editor.state.tr.setNodeAttribute(position, "depth", Number((event.target as HTMLSelectElement).value)));
          },
        },
        ...[2, 3, 4].map((level) => h("option", { value: level }, t("{count} levels", { count: level - 1 }))),
      );
      const dom = h("nav", { class: "contents contents-edit", "aria-label": t("Contents") }, h("p", { class: "contents-name" }, t("Contents"), " ", levels), list);
      dom.contentEditable = "false";
      const show = (): void => {
        levels.value = String(depth);
        const lines = headings(editor.state.doc, depth);
        list.replaceChildren(...(lines.length ? lines.map(([level, text]) => h("li", { class: `contents-${level}` }, text)) : [h("li", { class: "hint" }, t("Headings of the story will stand here."))]));
      };
      show();
      shown.add(show);
      return {
        dom,
        update(updated) {
          if (updated.type !== node.type) return false;
          depth = Number(updated.attrs["depth"]);
          show();
          return true;
        },
        destroy: () => shown.delete(show),
        stopEvent: (event) => event.target === levels,
        ignoreMutation: () => true,
      };
    };
  },

  addProseMirrorPlugins() {
    let timer = 0;
    return [
      new Plugin({
        key: new PluginKey("contents"),
        view: () => ({
          update(_view, before) {
            if (shown.size === 0 || before.doc === _view.state.doc) return;
            window.clearTimeout(timer);
            timer = window.setTimeout(() => {
              for (const show of shown) show();
            }, 300);
          },
        }),
      }),
    ];
  },
});

function headings(doc: DocumentNode, depth: number): [number, string][] {
  const found: [number, string][] = [];
  doc.descendants((node) => {
    if (node.type.name !== "heading") return !node.inlineContent;
    const level = Number(node.attrs["level"]);
    if (level <= depth && node.textContent.trim()) found.push([level, node.textContent]);
    return false;
  });
  return found;
}
