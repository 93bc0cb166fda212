/** The secret link to a draft: on, off, copied. */
import { CallError, call } from "./connect";
import { dialog, h } from "./dom";
import type { Draft } from "./types";
import { tell } from "./upload";
import { t } from "./words";

const METHOD = "octavo.stories.v1.Stories/ShareDraft";

/** Opens the sheet; `changed` hears of a new key, or of an empty one when the link is off. */
export function showShare(draft: Draft, changed: (key: string) => void): void {
  const address = h("input", { readonly: true, "aria-label": t("Secret link"), onfocus: () => address.select() });
  const copy = h("button", { type: "button", class: "button button-quiet" }, t("Copy"));
  const toggle = h("button", { type: "button", class: "button" });
  const line = h("div", { class: "row share-line" }, address, copy);
  const show = (key: string): void => {
    address.value = key ? `${location.origin}/draft/${key}` : "";
    line.hidden = !key;
    toggle.textContent = key ? t("Switch the link off") : t("Make a secret link");
  };
  toggle.addEventListener("click", () => void turn(!address.value));
  copy.addEventListener("click", () => {
    void navigator.clipboard.writeText(address.value).then(
      () => (copy.textContent = t("Copied")),
      () => address.select(),
    );
  });
  const turn = async (shared: boolean): Promise<void> => {
    try {
      const { shareKey = "" } = await call<{ shareKey?: string }>(METHOD, { storyId: draft.id, shared });
      changed(shareKey);
      show(shareKey);
    } catch (error) {
      tell(error instanceof CallError ? error.message : String(error));
    }
  };
  show(draft.shareKey ?? "");
  dialog(
    t("Share the draft"),
    t("Close"),
    "share",
    h("p", {}, t("Whoever has the link can read the draft as it is at that time, without signing in. It is listed nowhere.")),
    line,
    h("div", { class: "panel-acts" }, toggle),
  );
}
