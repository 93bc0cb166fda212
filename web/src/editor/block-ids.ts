/** Every block keeps one id for life: a split keeps the first, a duplicate is minted anew. */
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH = 10;

/** A fresh block id: 10 characters of base58, 58 bits of chance. */
export function mint(): string {
  let id = "";
  while (id.length < LENGTH) {
    const value = crypto.getRandomValues(new Uint8Array(1))[0] ?? 255;
    // 232 = 4 × 58: larger values would make the first letters likelier.
    if (value < 232) id += ALPHABET[value % 58];
  }
  return id;
}

export const BlockIds = Extension.create<{ types: string[] }>({
  name: "blockIds",

  addOptions() {
    return { types: [] };
  },

  onCreate() {
    // A document that came without ids gets them at once, outside the undo history.
    this.editor.view.dispatch(this.editor.state.tr.setMeta("addToHistory", false).setMeta("blockIds", true));
  },

  addProseMirrorPlugins() {
    const types = new Set(this.options.types);
    return [
      new Plugin({
        key: new PluginKey("blockIds"),
        appendTransaction(transactions, _before, after) {
          if (!transactions.some((one) => one.docChanged || one.getMeta("blockIds"))) return null;
          const seen = new Set<string>();
          const change = after.tr;
          after.doc.descendants((node, position) => {
            if (!types.has(node.type.name)) return true;
            const id = node.attrs["id"] as string | null;
            if (id && !seen.has(id)) {
              seen.add(id);
            } else {
              const fresh = mint();
              seen.add(fresh);
              change.setNodeAttribute(position, "id", fresh);
            }
            return true;
          });
          return change.docChanged ? change.setMeta("addToHistory", false) : null;
        },
      }),
    ];
  },
});
