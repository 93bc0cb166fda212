/** Two texts of one story: both are shown, the person chooses, neither is lost. */
import { dialog, h } from "./dom";
import type { Content, DocumentJson } from "./types";
import { moment, t } from "./words";

/** The plain text of a document, a line a block. */
export function plain(body: string | undefined): string {
  if (!body) return "";
  const lines: string[] = [];
  const walk = (node: DocumentJson, line: string[]): void => {
    if (node.text) line.push(node.text);
    if (node.type === "hardBreak") line.push("\n");
    for (const child of node.content ?? []) {
      if (child.type === "text" || child.type === "hardBreak") walk(child, line);
      else {
        const own: string[] = [];
        walk(child, own);
        if (own.length) lines.push(own.join(""));
      }
    }
  };
  walk(JSON.parse(body) as DocumentJson, []);
  return lines.join("\n\n");
}

function text(title: string, content: Content, other: Content): HTMLElement {
  const elsewhere = new Set(plain(other.body).split("\n\n"));
  const paragraphs = plain(content.body)
    .split("\n\n")
    .map((line) => h("p", elsewhere.has(line) ? {} : { class: "differs" }, line));
  return h(
    "section",
    { class: "conflict-text" },
    h("h3", {}, title),
    h("p", { class: content.title === other.title ? "conflict-title" : "conflict-title differs" }, content.title ?? ""),
    ...paragraphs,
  );
}

interface Choice {
  mine: () => void;
  theirs: () => void;
  copy: () => void;
}

/** Offers both texts; closing the sheet without a choice leaves things as they are. */
export function offerBoth(mine: Content, theirs: Content, savedAt: string, choice: Choice): void {
  const act = (run: () => void) => (): void => {
    sheet.close();
    run();
  };
  const sheet: HTMLDialogElement = dialog(
    t("This story was changed elsewhere"),
    t("Close"),
    "conflict",
    h(
      "p",
      {},
      savedAt
        ? t("In another tab or by somebody else, saved {time}. Nothing is lost: here are both texts.", { time: moment(savedAt) })
        : t("In another tab or by somebody else. Nothing is lost: here are both texts."),
    ),
    h("div", { class: "conflict-texts" }, text(t("Yours, here"), mine, theirs), text(t("The saved one"), theirs, mine)),
    h(
      "div",
      { class: "panel-acts" },
      h("button", { type: "button", class: "button", onclick: act(choice.mine) }, t("Go on with yours")),
      h("button", { type: "button", class: "button button-quiet", onclick: act(choice.theirs) }, t("Take the saved one")),
      h("button", { type: "button", class: "button button-quiet", onclick: act(choice.copy) }, t("Keep yours as a draft of its own")),
    ),
    h("p", { class: "hint" }, t("Whichever you choose, the other stays among the revisions or in the new draft.")),
  );
}
