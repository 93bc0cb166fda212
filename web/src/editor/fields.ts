/** Title and subtitle: fields that grow with their text and hand over to the story. */
import type { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";
import { h } from "./dom";
import { t } from "./words";

export interface Heads {
  title: HTMLTextAreaElement;
  subtitle: HTMLTextAreaElement;
  element: HTMLElement;
}

function field(name: string, placeholder: string, limit: number): HTMLTextAreaElement {
  return h("textarea", {
    class: `edit-${name}`,
    name,
    rows: 1,
    maxlength: limit,
    placeholder,
    "aria-label": placeholder,
    spellcheck: "true",
  });
}

/** Sets the height to the text's: a title has no scroll bar. */
export function grow(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

/** The two fields above the story; `changed` hears of every edit. */
export function heads(editor: () => Editor, changed: () => void): Heads {
  const title = field("title", t("Title"), 200);
  const subtitle = field("subtitle", t("Subtitle, if you like"), 300);
  for (const area of [title, subtitle]) {
    area.addEventListener("input", () => {
      if (area.value.includes("\n")) area.value = area.value.replace(/\s*\n\s*/g, " ");
      grow(area);
      changed();
    });
  }
  title.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" || (event.key === "ArrowDown" && atEnd(title))) {
      event.preventDefault();
      subtitle.focus();
    }
  });
  subtitle.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" || (event.key === "ArrowDown" && atEnd(subtitle))) {
      event.preventDefault();
      enter(editor());
    } else if (event.key === "ArrowUp" && subtitle.selectionStart === 0) {
      event.preventDefault();
      title.focus();
    }
  });
  new ResizeObserver(() => {
    grow(title);
    grow(subtitle);
  }).observe(document.body);
  return { title, subtitle, element: h("header", { class: "edit-heads" }, title, subtitle) };
}

/** Goes to the story's first letter at once: what is typed next must not wait for a frame. */
function enter(editor: Editor): void {
  const { state, view } = editor;
  view.dispatch(state.tr.setSelection(Selection.atStart(state.doc)).scrollIntoView());
  view.focus();
}

function atEnd(area: HTMLTextAreaElement): boolean {
  return area.selectionStart === area.value.length;
}
