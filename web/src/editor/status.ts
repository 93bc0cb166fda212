/** The word that says whether the text is safe, and the acts beside it. */
import type { State } from "./autosave";
import { h } from "./dom";
import { t } from "./words";

interface Acts {
  publish: () => void;
  revisions: () => void;
  notes: () => void;
  shortcuts: () => void;
  share: () => void;
  discard: () => void;
  find: () => void;
  focus: () => void;
  bringIn: () => void;
  takeOut: () => void;
}

export interface StatusBar {
  element: HTMLElement;
  show: (state: State, detail: string) => void;
  /** `chosen`: words in the selection. */
  count: (words: number, minutes: number, chosen: number) => void;
  /** `allowed`: whether the button says that it publishes, or only opens what there is to set. */
  published: (published: boolean, changed: boolean, allowed: boolean) => void;
}

/** What the act is called that shows readers the text. */
export function publishing(published: boolean): string {
  return published ? t("Publish the changes") : t("Publish");
}

/** The bar above the story. */
export function statusBar(acts: Acts): StatusBar {
  const word = h("span", { class: "save-word", role: "status", "aria-live": "polite" });
  const size = h("span", { class: "word-count" });
  const publish = h("button", { type: "button", class: "button", id: "publish", onclick: acts.publish }, t("Publish"));
  const discard = h("button", { type: "button", hidden: true, onclick: () => run(acts.discard) }, t("Discard the changes"));
  const menu = h(
    "details",
    { class: "edit-more" },
    h("summary", { "aria-label": t("More"), title: t("More") }, "…"),
    h(
      "div",
      { class: "menu-list" },
      h("button", { type: "button", onclick: () => run(acts.find) }, t("Find and replace")),
      h("button", { type: "button", onclick: () => run(acts.focus) }, t("Focus mode")),
      h("button", { type: "button", onclick: () => run(acts.revisions) }, t("Revisions")),
      h("button", { type: "button", onclick: () => run(acts.notes) }, t("Notes")),
      h("button", { type: "button", onclick: () => run(acts.share) }, t("Share the draft")),
      discard,
      h("button", { type: "button", onclick: () => run(acts.bringIn) }, t("Bring in a Markdown file")),
      h("button", { type: "button", onclick: () => run(acts.takeOut) }, t("Take out as Markdown")),
      h("button", { type: "button", onclick: () => run(acts.shortcuts) }, t("Keyboard shortcuts")),
    ),
  );
  const run = (act: () => void): void => {
    menu.open = false;
    act();
  };
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menu.open = false;
  });

  const words: Record<State, string> = {
    clean: "",
    dirty: t("Not saved yet"),
    saving: t("Saving …"),
    saved: t("Saved"),
    offline: t("Offline: kept in this browser, saved when you are back"),
    refused: t("Not saved"),
    conflict: t("Changed elsewhere"),
  };
  return {
    element: h("div", { class: "edit-bar" }, word, size, menu, publish),
    show(state, detail) {
      word.dataset["state"] = state;
      word.textContent = state === "refused" && detail ? `${words.refused}: ${detail}` : words[state];
    },
    count(count, minutes, chosen) {
      const all = count ? t("{words} words, {minutes} min", { words: count, minutes: Math.max(1, minutes) }) : "";
      size.textContent = chosen ? t("{chosen} of {words} words", { chosen, words: count }) : all;
    },
    published(published, changed, allowed) {
      publish.textContent = allowed ? publishing(published) : t("Details");
      publish.classList.toggle("button-quiet", !allowed);
      discard.hidden = !(published && changed);
    },
  };
}
