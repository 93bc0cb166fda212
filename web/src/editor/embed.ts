/** A link alone on its line becomes what it leads to: a player, or a card. It can be a plain link again. */
import { Extension, Node, mergeAttributes, type Editor, type NodeViewRenderer } from "@tiptap/core";
import type { Node as DocumentNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { attributesOf } from "./attributes";
import { CallError } from "./connect";
import { dialog, h } from "./dom";
import { shownAt } from "./figure";
import { unfurl, type Unfurled } from "./unfurl";
import { tell } from "./upload";
import { t } from "./words";

const ADDRESS = /^https?:\/\/\S+$/i;
const LONGEST = 2048;
const key = new PluginKey<DecorationSet>("unfurling");

function host(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return url;
  }
}

/** Puts a plain link in the place of what was made of it. */
export function asLink(editor: Editor, position: number): void {
  const node = editor.state.doc.nodeAt(position);
  const url = node?.attrs["url"] as string | undefined;
  if (!node || !url) return;
  const text = { type: "text", text: url, marks: [{ type: "link", attrs: { href: url } }] };
  const range = { from: position, to: position + node.nodeSize };
  editor.chain().focus().insertContentAt(range, { type: "paragraph", content: [text] }).run();
}

function tools(editor: Editor, getPos: () => number | undefined): HTMLElement {
  const act = (label: string, sign: string, run: (position: number) => void): HTMLButtonElement =>
    h(
      "button",
      {
        type: "button",
        "aria-label": t(label),
        title: t(label),
        onclick: () => {
          const position = getPos();
          if (position !== undefined) run(position);
        },
      },
      sign,
    );
  const bar = h(
    "div",
    { class: "figure-tools embed-tools" },
    act("Show as a plain link", "↗", (position) => asLink(editor, position)),
    act("Remove", "×", (position) => {
      const size = editor.state.doc.nodeAt(position)?.nodeSize ?? 1;
      editor.chain().focus().deleteRange({ from: position, to: position + size }).run();
    }),
  );
  bar.contentEditable = "false";
  return bar;
}

function poster(image: unknown): HTMLElement | false {
  return typeof image === "string" && image !== "" && h("img", { src: shownAt(image, 720), alt: "", draggable: "false" });
}

const embedView: NodeViewRenderer = ({ node, editor, getPos }) => {
  const inside = h("figcaption", { "data-placeholder": t("Caption, if you like") });
  const face = h("div", { class: "embed-poster" });
  face.contentEditable = "false";
  const bar = tools(editor, getPos);
  const dom = h("figure", { class: "embed embed-edit" }, bar, face, inside);
  const show = ({ attrs, content }: DocumentNode): void => {
    const url = String(attrs["url"]);
    dom.classList.toggle("is-empty-caption", content.size === 0);
    face.replaceChildren(
      ...[
        poster(attrs["image"]),
        h(
          "span",
          { class: "embed-words" },
          h("b", { class: "embed-title", dir: "auto" }, String(attrs["title"] || url)),
          attrs["author"] ? h("span", { class: "embed-author", dir: "auto" }, String(attrs["author"])) : null,
          h("span", { class: "embed-site" }, host(url)),
        ),
      ].filter((part) => part !== false),
    );
  };
  show(node);
  return {
    dom,
    contentDOM: inside,
    update(updated) {
      if (updated.type !== node.type) return false;
      show(updated);
      return true;
    },
    selectNode: () => dom.classList.add("is-selected"),
    deselectNode: () => dom.classList.remove("is-selected"),
    stopEvent: (event) => bar.contains(event.target as globalThis.Node),
    ignoreMutation: (mutation) => !inside.contains(mutation.target),
  };
};

const cardView: NodeViewRenderer = ({ node, editor, getPos }) => {
  const { attrs } = node;
  const bar = tools(editor, getPos);
  const words = h(
    "span",
    { class: "link-words" },
    h("b", { class: "link-title", dir: "auto" }, String(attrs["title"] || attrs["url"])),
    attrs["description"] ? h("span", { class: "link-about", dir: "auto" }, String(attrs["description"])) : null,
    h("span", { class: "link-site", dir: "auto" }, String(attrs["site"] || host(String(attrs["url"])))),
  );
  const dom = h("div", { class: "link-card link-card-edit" }, bar, h("span", { class: "link-face" }, words, poster(attrs["image"])));
  dom.contentEditable = "false";
  return {
    dom,
    update: (updated) => updated === node || (updated.type === node.type && JSON.stringify(updated.attrs) === JSON.stringify(attrs)),
    selectNode: () => dom.classList.add("is-selected"),
    deselectNode: () => dom.classList.remove("is-selected"),
    stopEvent: (event) => bar.contains(event.target as globalThis.Node),
    ignoreMutation: () => true,
  };
};

export const Embed = Node.create({
  name: "embed",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => attributesOf("embed"),
  parseHTML: () => [{ tag: "div[data-node=embed]" }],
  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-node": this.name }), 0];
  },
  addNodeView: () => embedView,
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { $from } = this.editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        const after = $from.after();
        return this.editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
    };
  },
});

export const LinkCard = Node.create({
  name: "linkCard",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => attributesOf("linkCard"),
  parseHTML: () => [{ tag: "div[data-node=linkCard]" }],
  renderHTML({ HTMLAttributes }) {
    return ["div", mergeAttributes(HTMLAttributes, { "data-node": this.name })];
  },
  addNodeView: () => cardView,
});

declare module "@tiptap/core" {
  interface Commands<ReturnType> {
    pastedLinks: {
      /** Asks for an address in a small sheet, and puts in what it leads to. */
      askForLink: () => ReturnType;
    };
  }
}

function ask(editor: Editor): void {
  const field = h("input", { type: "url", required: true, maxlength: LONGEST, placeholder: "https://", "aria-label": t("Address") });
  const form = h(
    "form",
    { method: "dialog" },
    h("div", { class: "row" }, field, h("p", { class: "hint" }, t("A video, a player or any page. Readers load nothing from elsewhere until they ask for it."))),
    h("div", { class: "panel-acts" }, h("button", { type: "submit", class: "button" }, t("Insert"))),
  );
  const sheet = dialog(t("Link or embed"), t("Close"), "link", form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = field.value.trim();
    if (!ADDRESS.test(url)) return;
    sheet.close();
    link(editor, url);
  });
  field.focus();
}

/** Puts the address on a line of its own, then asks what it is of. */
function link(editor: Editor, url: string): void {
  const { $from } = editor.state.selection;
  const empty = $from.depth === 1 && $from.parent.type.name === "paragraph" && $from.parent.content.size === 0;
  const text = { type: "text", text: url, marks: [{ type: "link", attrs: { href: url } }] };
  const at = empty ? { from: $from.before(1), to: $from.after(1) } : $from.depth > 0 ? $from.after(1) : $from.pos;
  const position = typeof at === "number" ? at : at.from;
  editor.chain().insertContentAt(at, { type: "paragraph", content: [text] }).focus().run();
  void look(editor, url, position);
}

/** Asks what the address is of, and puts that in the place of the paragraph that holds nothing but it. */
export async function look(editor: Editor, url: string, position: number): Promise<void> {
  const id = {};
  editor.view.dispatch(editor.state.tr.setMeta(key, { id, position }).setMeta("addToHistory", false));
  let found: Unfurled | null = null;
  try {
    found = await unfurl(url);
    if (!found) tell(t("Nothing can be shown of this address: it stays a link."));
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    tell(t("The page could not be looked at: it stays a link."));
  }
  if (editor.isDestroyed) return;
  const place = key.getState(editor.state)?.find(undefined, undefined, (spec) => spec["id"] === id)[0];
  editor.view.dispatch(editor.state.tr.setMeta(key, { end: id }).setMeta("addToHistory", false));
  const paragraph = place && editor.state.doc.nodeAt(place.from);
  // Written on meanwhile: what was pasted is part of a sentence now.
  if (!found || !place || paragraph?.type.name !== "paragraph" || paragraph.textContent.trim() !== url) return;
  put(editor, found, place.from, paragraph);
}

/** A step of its own, so that one step back gives the link again. */
export function put(editor: Editor, found: Unfurled, from: number, paragraph: DocumentNode): void {
  const { state } = editor;
  const node = state.schema.nodes[found.type]?.create(found.attrs);
  if (!node) return;
  const to = from + paragraph.nodeSize;
  const tr = state.tr.setMeta("newGroup", true).replaceWith(from, to, node);
  const $after = tr.doc.resolve(from + node.nodeSize);
  if (!$after.nodeAfter && state.schema.nodes["paragraph"]) tr.insert($after.pos, state.schema.nodes["paragraph"].create());
  editor.view.dispatch(tr);
}

export const PastedLinks = Extension.create({
  name: "pastedLinks",
  priority: 150,
  addCommands() {
    return {
      askForLink:
        () =>
        ({ editor }) => {
          ask(editor);
          return true;
        },
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply(tr, set) {
            const next = set.map(tr.mapping, tr.doc);
            const change = tr.getMeta(key) as { id?: object; position?: number; end?: object } | undefined;
            if (change?.id && change.position !== undefined) {
              const node = tr.doc.nodeAt(change.position);
              if (!node) return next;
              const waiting = Decoration.node(change.position, change.position + node.nodeSize, { class: "is-unfurling" }, { id: change.id });
              return next.add(tr.doc, [waiting]);
            }
            return change?.end ? next.remove(next.find(undefined, undefined, (spec) => spec["id"] === change.end)) : next;
          },
        },
        props: {
          decorations: (state) => key.getState(state),
          handlePaste(view, event) {
            const text = event.clipboardData?.getData("text/plain").trim() ?? "";
            const { $from, empty } = view.state.selection;
            const alone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && $from.parent.content.size === 0;
            if (!alone || !ADDRESS.test(text) || text.length > LONGEST) return false;
            const position = $from.before();
            editor.chain().insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href: text } }] }).run();
            void look(editor, text, position);
            return true;
          },
        },
      }),
    ];
  },
});
