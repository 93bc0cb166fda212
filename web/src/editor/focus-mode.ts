/** Only the paragraph being written; everything else steps back until the mode is left. */
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

const key = new PluginKey<boolean>("focusMode");

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    focusMode: {
      /** Turns focus mode on or off. */
      toggleFocusMode: () => ReturnType;
    };
  }
}

export const FocusMode = Extension.create({
  name: "focusMode",

  addCommands() {
    return {
      toggleFocusMode:
        () =>
        ({ tr, state, dispatch }) => {
          const on = !key.getState(state);
          dispatch?.(tr.setMeta(key, on).setMeta("addToHistory", false));
          document.body.classList.toggle("focus-mode", on);
          return true;
        },
    };
  },

  addKeyboardShortcuts() {
    return { "Mod-Shift-d": () => this.editor.commands.toggleFocusMode() };
  },

  addProseMirrorPlugins() {
    return [
      new Plugin<boolean>({
        key,
        state: {
          init: () => false,
          apply: (tr, on) => (tr.getMeta(key) as boolean | undefined) ?? on,
        },
        props: {
          decorations(state) {
            const { $from } = state.selection;
            // Also out of focus mode: the block that is written is always laid out, others when they are in sight.
            if ($from.depth < 1) return null;
            return DecorationSet.create(state.doc, [Decoration.node($from.before(1), $from.after(1), { class: "is-here" })]);
          },
        },
      }),
    ];
  },
});
