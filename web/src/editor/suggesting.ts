/** `@` for people and `#` for tags: a list below the word while it is typed, usable by keyboard. */
import { Extension, Node, mergeAttributes, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { attributesOf } from "./attributes";
import { CallError, call } from "./connect";
import { h } from "./dom";
import { t } from "./words";

interface Answer {
  people?: { personId: string; handle: string; name?: string }[];
  tags?: { name: string; stories?: number }[];
}

interface Choice {
  label: string;
  about: string;
  node: { type: string; attrs: Record<string, string> };
}

const TYPED = /(?:^|[\s([{\u00a0\ufffc])([@#])([\p{L}\p{N}_-]{0,40})$/u;
const TAG = /^[^\s#/?\\]{1,40}$/;
const PAUSE_MS = 120;

export const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => attributesOf("mention"),
  parseHTML: () => [{ tag: "span[data-node=mention]" }],
  renderHTML({ HTMLAttributes, node }) {
    return ["span", mergeAttributes(HTMLAttributes, { "data-node": this.name, class: "mention" }), `@${String(node.attrs["handle"])}`];
  },
  renderText: ({ node }) => `@${String(node.attrs["handle"])}`,
});

export const Hashtag = Node.create({
  name: "hashtag",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => attributesOf("hashtag"),
  parseHTML: () => [{ tag: "span[data-node=hashtag]" }],
  renderHTML({ HTMLAttributes, node }) {
    return ["span", mergeAttributes(HTMLAttributes, { "data-node": this.name, class: "hashtag" }), `#${String(node.attrs["name"])}`];
  },
  renderText: ({ node }) => `#${String(node.attrs["name"])}`,
});

/** What stands between a sign and the caret, if people or tags may be meant. */
export function typed(editor: Editor): { sign: "@" | "#"; text: string; from: number; to: number } | null {
  const { $from, empty } = editor.state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code || editor.isActive("code")) return null;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 60), $from.parentOffset, undefined, "\ufffc");
  const match = TYPED.exec(before);
  const [, sign, text = ""] = match ?? [];
  if (sign !== "@" && sign !== "#") return null;
  return { sign, text, from: $from.pos - text.length - 1, to: $from.pos };
}

class SuggestionList {
  private readonly list = h("div", { class: "block-menu suggestion-list", role: "listbox", id: "suggestion-list", hidden: true });
  private choices: Choice[] = [];
  private chosen = 0;
  private timer = 0;
  private asked = "";
  private dismissed = -1;

  constructor(private readonly editor: Editor) {
    (document.querySelector("main") ?? document.body).append(this.list);
    editor.view.dom.addEventListener("blur", () => setTimeout(() => this.close(), 120));
  }

  update(): void {
    const word = typed(this.editor);
    if (!word || word.from === this.dismissed || !this.editor.isFocused) {
      if (!word) this.dismissed = -1;
      this.close();
      return;
    }
    const key = word.sign + word.text;
    if (key === this.asked) return;
    this.asked = key;
    window.clearTimeout(this.timer);
    if (word.text) this.timer = window.setTimeout(() => void this.ask(word.sign, word.text), PAUSE_MS);
    else this.close(false);
  }

  key(event: KeyboardEvent): boolean {
    if (this.list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.chosen = (this.chosen + step + this.choices.length) % this.choices.length;
      this.mark();
      return true;
    }
    if (event.key === "Enter" || event.key === "Tab") {
      const choice = this.choices[this.chosen];
      if (choice) this.take(choice);
      return true;
    }
    if (event.key === "Escape") {
      this.dismissed = typed(this.editor)?.from ?? -1;
      this.close();
      return true;
    }
    return false;
  }

  destroy(): void {
    window.clearTimeout(this.timer);
    this.list.remove();
  }

  private async ask(sign: "@" | "#", text: string): Promise<void> {
    let answer: Answer = {};
    try {
      answer = await call<Answer>("octavo.search.v1.Search/Suggest", { text, limit: 6 });
    } catch (error) {
      // Without search the writer goes on writing: a tag can be taken as it is typed.
      if (!(error instanceof CallError)) throw error;
    }
    if (this.asked !== sign + text) return;
    this.choices = sign === "@" ? people(answer) : tags(answer, text);
    if (this.choices.length === 0) this.close(false);
    else this.show(sign);
  }

  private show(sign: string): void {
    const word = typed(this.editor);
    if (!word) return;
    this.chosen = 0;
    this.list.setAttribute("aria-label", sign === "@" ? t("People") : t("Tags"));
    this.list.replaceChildren(
      ...this.choices.map((choice, index) =>
        h(
          "div",
          {
            role: "option",
            id: `suggestion-${index}`,
            class: "block-choice",
            onmousedown: (event: Event) => event.preventDefault(),
            onclick: () => this.take(choice),
          },
          h("b", {}, choice.label),
          h("span", { class: "hint" }, choice.about),
        ),
      ),
    );
    this.list.hidden = false;
    const box = this.editor.view.coordsAtPos(word.from);
    const height = this.list.offsetHeight;
    const below = box.bottom + 6;
    const above = window.innerHeight - below < height && box.top > height;
    this.list.style.top = `${(above ? box.top - height - 6 : below) + window.scrollY}px`;
    this.list.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - this.list.offsetWidth - 8)) + window.scrollX}px`;
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.chosen));
      if (index === this.chosen) option.scrollIntoView({ block: "nearest" });
    });
    this.editor.view.dom.setAttribute("aria-activedescendant", `suggestion-${this.chosen}`);
    this.editor.view.dom.setAttribute("aria-controls", this.list.id);
  }

  private take(choice: Choice): void {
    const word = typed(this.editor);
    this.close();
    if (!word) return;
    this.editor
      .chain()
      .focus()
      .insertContentAt({ from: word.from, to: word.to }, [choice.node, { type: "text", text: " " }])
      .run();
  }

  private close(forget = true): void {
    if (forget) this.asked = "";
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.editor.view.dom.removeAttribute("aria-activedescendant");
    this.editor.view.dom.removeAttribute("aria-controls");
  }
}

function people({ people = [] }: Answer): Choice[] {
  return people.map(({ personId, handle, name }) => ({
    label: name || `@${handle}`,
    about: `@${handle}`,
    node: { type: "mention", attrs: { person: personId, handle } },
  }));
}

function tags({ tags = [] }: Answer, text: string): Choice[] {
  const own = text.toLowerCase();
  const names = [...new Set([...tags.map((tag) => tag.name), own])].filter((name) => TAG.test(name) && !/^\.\.?$/.test(name));
  return names.map((name) => {
    const stories = tags.find((tag) => tag.name === name)?.stories;
    return { label: `#${name}`, about: stories ? t("{count} stories", { count: stories }) : t("New tag"), node: { type: "hashtag", attrs: { name } } };
  });
}

export const Suggesting = Extension.create({
  name: "suggesting",
  priority: 200,
  addProseMirrorPlugins() {
    let list: SuggestionList | null = null;
    const { editor } = this;
    return [
      new Plugin({
        key: new PluginKey("suggesting"),
        view: () => {
          list = new SuggestionList(editor);
          return { update: () => list?.update(), destroy: () => list?.destroy() };
        },
        props: { handleKeyDown: (_view, event) => list?.key(event) ?? false },
      }),
    ];
  },
});
