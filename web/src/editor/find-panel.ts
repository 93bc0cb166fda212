/** Find and replace: a line below the bar; what is found is marked in the text. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { h } from "./dom";
import { find, replace, type Found } from "./finding";
import { t } from "./words";

interface Marked {
  places: Found[];
  present: number;
}

const key = new PluginKey<Marked>("finding");
const NOTHING: Marked = { places: [], present: -1 };

/** Marks what the panel found; the marks move with the text until it is looked again. */
export const Finding = Extension.create({
  name: "finding",
  addProseMirrorPlugins() {
    return [
      new Plugin<Marked>({
        key,
        state: {
          init: () => NOTHING,
          apply(tr, marked) {
            const given = tr.getMeta(key) as Marked | undefined;
            if (given) return given;
            if (!tr.docChanged || marked.places.length === 0) return marked;
            const places = marked.places.map(({ from, to }) => ({ from: tr.mapping.map(from, 1), to: tr.mapping.map(to, -1) }));
            return { ...marked, places: places.filter(({ from, to }) => from < to) };
          },
        },
        props: {
          decorations(state) {
            const { places, present } = key.getState(state) ?? NOTHING;
            if (places.length === 0) return null;
            return DecorationSet.create(
              state.doc,
              places.map(({ from, to }, index) => Decoration.inline(from, to, { class: index === present ? "found found-here" : "found" })),
            );
          },
        },
      }),
    ];
  },
});

export class FindPanel {
  readonly element: HTMLElement;
  private readonly text = h("input", { type: "search", "aria-label": t("Find"), placeholder: t("Find"), oninput: () => this.look(true) });
  private readonly instead = h("input", { type: "text", "aria-label": t("Replace with"), placeholder: t("Replace with") });
  private readonly matchCase = h("input", { type: "checkbox", onchange: () => this.look(true) });
  private readonly wholeWords = h("input", { type: "checkbox", onchange: () => this.look(true) });
  private readonly count = h("span", { class: "find-count", role: "status" });
  private readonly row: HTMLElement;
  private marked: Marked = NOTHING;
  private timer = 0;

  constructor(private readonly editor: Editor) {
    const button = (label: string, run: () => void, sign = label): HTMLButtonElement =>
      h("button", { type: "button", class: "plain", "aria-label": t(label), title: t(label), onclick: run }, sign === label ? t(label) : sign);
    this.row = h("div", { class: "find-row" }, this.instead, button("Replace", () => this.replaceOne()), button("Replace all", () => this.replaceAll()));
    this.element = h(
      "div",
      { class: "find-panel", role: "search", "aria-label": t("Find and replace"), hidden: true },
      h(
        "div",
        { class: "find-row" },
        this.text,
        this.count,
        button("Previous", () => this.step(-1), "↑"),
        button("Next", () => this.step(1), "↓"),
        h("label", {}, this.matchCase, " ", t("Match case")),
        h("label", {}, this.wholeWords, " ", t("Whole words")),
        button("Close", () => this.close(), "×"),
      ),
      this.row,
    );
    this.element.addEventListener("keydown", (event) => this.key(event));
    editor.on("update", () => {
      if (this.element.hidden) return;
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.look(false), 200);
    });
  }

  open(replacing: boolean): void {
    const { from, to, empty } = this.editor.state.selection;
    const selected = empty ? "" : this.editor.state.doc.textBetween(from, to, " ");
    if (selected && selected.length < 100) this.text.value = selected;
    this.element.hidden = false;
    this.row.hidden = !replacing;
    this.text.focus();
    this.text.select();
    this.look(true);
  }

  close(): void {
    this.element.hidden = true;
    const here = this.marked.places[this.marked.present];
    this.mark(NOTHING);
    const chain = this.editor.chain().focus();
    if (here) chain.setTextSelection(here);
    chain.run();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && event.target === this.text) {
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && event.target === this.instead) {
      event.preventDefault();
      this.replaceOne();
    }
  }

  /** Looks again; from the caret on where what is wanted is new. */
  private look(anew: boolean): void {
    const places = find(this.editor.state.doc, { text: this.text.value.trim(), matchCase: this.matchCase.checked, wholeWords: this.wholeWords.checked });
    const from = anew ? this.editor.state.selection.from : (key.getState(this.editor.state)?.places[this.marked.present]?.from ?? 0);
    const next = places.findIndex((place) => place.from >= from);
    this.mark({ places, present: places.length ? Math.max(0, next) : -1 });
    if (anew) this.show();
  }

  private mark(marked: Marked): void {
    this.marked = marked;
    this.editor.view.dispatch(this.editor.state.tr.setMeta(key, marked).setMeta("addToHistory", false));
    const { places, present } = marked;
    this.count.textContent = this.text.value ? (places.length ? t("{number} of {count}", { number: present + 1, count: places.length }) : t("Not found")) : "";
  }

  private step(by: number): void {
    const places = key.getState(this.editor.state)?.places ?? [];
    if (places.length === 0) return;
    this.mark({ places, present: (this.marked.present + by + places.length) % places.length });
    this.show();
  }

  private show(): void {
    const here = this.marked.places[this.marked.present];
    if (!here) return;
    const { node } = this.editor.view.domAtPos(here.from);
    const element = node instanceof Element ? node : node.parentElement;
    element?.scrollIntoView({ block: "center" });
  }

  private replaceOne(): void {
    const places = key.getState(this.editor.state)?.places ?? [];
    const here = places[this.marked.present];
    if (!here) return;
    const { present } = this.marked;
    this.editor.view.dispatch(replace(this.editor.state.tr, [here], this.instead.value));
    const { state } = this.editor;
    const rest = find(state.doc, { text: this.text.value.trim(), matchCase: this.matchCase.checked, wholeWords: this.wholeWords.checked });
    const after = rest.findIndex((place) => place.from >= here.from + this.instead.value.length);
    this.mark({ places: rest, present: rest.length ? Math.max(0, after === -1 ? 0 : after) : -1 });
    if (present >= 0) this.show();
  }

  /** All of them in one step of the undo history. */
  private replaceAll(): void {
    const places = key.getState(this.editor.state)?.places ?? [];
    if (places.length === 0) return;
    this.editor.view.dispatch(replace(this.editor.state.tr, places, this.instead.value));
    this.look(false);
    this.count.textContent = t("{count} replaced", { count: places.length });
  }
}
