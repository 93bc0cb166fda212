/** The publish sheet: how the story stands in lists, who may read it, and when. */
import type { Editor } from "@tiptap/core";
import { CallError, call } from "./connect";
import { dialog, h } from "./dom";
import { shownAt } from "./figure";
import { tagField } from "./tags";
import type { Content, Cover, Draft } from "./types";
import { publishing } from "./status";
import { send, tell } from "./upload";
import { moment, t } from "./words";

const SERVICE = "octavo.stories.v1.Stories";

interface Owner {
  editor: Editor;
  draft: Draft;
  read: () => Content;
  change: (part: Partial<Content>) => void;
  save: () => Promise<boolean>;
  version: () => number;
}

function row(label: string, control: HTMLElement, hint = ""): HTMLElement {
  const id = `publish-${Math.random().toString(36).slice(2, 8)}`;
  const target = control.matches("input,select,textarea") ? control : (control.querySelector("input,select,textarea") ?? control);
  target.id ||= id;
  return h("div", { class: "row" }, h("label", { for: target.id }, label), control, hint && h("p", { class: "hint" }, hint));
}

/** Pictures of the text, to choose a cover from. */
function picturesIn(editor: Editor): Cover[] {
  const found: Cover[] = [];
  editor.state.doc.descendants((node) => {
    if (node.type.name !== "figure" || found.some((one) => one.imageId === node.attrs["image"])) return;
    const { image, alt, width, height, placeholder } = node.attrs as Record<string, unknown>;
    found.push({
      imageId: image as string,
      alt: (alt as string) ?? "",
      width: (width as number) ?? 0,
      height: (height as number) ?? 0,
      placeholder: (placeholder as string) ?? "",
    });
  });
  return found;
}

function coverField(owner: Owner): HTMLElement {
  const list = h("div", { class: "cover-choices", role: "radiogroup", "aria-label": t("Cover") });
  const alt = h("input", {
    maxlength: 500,
    placeholder: t("Describe the picture for those who do not see it"),
    "aria-label": t("Description of the cover"),
    onchange: () => {
      const { cover } = owner.read();
      if (cover) owner.change({ cover: { ...cover, alt: alt.value.trim() } });
    },
  });
  const choose = (cover: Cover | null): void => {
    owner.change({ cover });
    draw();
  };
  const file = h("input", {
    type: "file",
    accept: "image/*",
    class: "for-ears",
    onchange: async () => {
      const [chosen] = file.files ?? [];
      if (!chosen) return;
      try {
        const image = await send(chosen, () => undefined);
        choose({ imageId: image.id, alt: "", width: image.width, height: image.height, placeholder: image.placeholder });
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
      }
    },
  });
  const draw = (): void => {
    const { cover } = owner.read();
    const all = picturesIn(owner.editor);
    if (cover && !all.some((one) => one.imageId === cover.imageId)) all.unshift(cover);
    const option = (one: Cover | null): HTMLElement =>
      h(
        "button",
        {
          type: "button",
          role: "radio",
          class: "cover-choice",
          "aria-checked": String((cover?.imageId ?? "") === (one?.imageId ?? "")),
          "aria-label": one ? one.alt || t("A picture of the story") : t("No cover"),
          onclick: () => choose(one),
        },
        one ? h("img", { src: shownAt(one.imageId, 320), alt: "" }) : t("None"),
      );
    list.replaceChildren(option(null), ...all.map(option), h("label", { class: "cover-choice cover-add" }, file, t("Add …")));
    alt.value = cover?.alt ?? "";
    alt.hidden = !cover;
  };
  draw();
  return h("div", { class: "cover-field" }, list, alt);
}

function visibilityField(content: Content, owner: Owner): HTMLElement {
  const options: [string, string][] = [
    ["EVERYBODY", t("Everybody")],
    ["MEMBERS", t("Members: whoever has signed in; others see the beginning")],
    ["UNLISTED", t("Whoever has the address; it is listed nowhere")],
  ];
  return h(
    "select",
    { onchange: (event: Event) => owner.change({ visibility: (event.target as HTMLSelectElement).value }) },
    ...options.map(([value, label]) => h("option", { value, selected: (content.visibility || "EVERYBODY") === value }, label)),
  );
}

function text(owner: Owner, name: "excerpt" | "canonicalUrl" | "slug" | "language", attributes: Record<string, string | number>): HTMLInputElement {
  return h("input", {
    ...attributes,
    value: owner.read()[name] ?? "",
    onchange: (event: Event) => owner.change({ [name]: (event.target as HTMLInputElement).value.trim() }),
  });
}

/** The time now, or an hour on, as a datetime-local field writes it. */
function localTime(offset = 0): string {
  const date = new Date(Date.now() + offset - new Date().getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16);
}

/** Whether the one who writes may show readers this text; a story that is not kept yet is one's own. */
export function mayPublish(draft: Draft): boolean {
  return !draft.id || draft.mayPublish === true;
}

/** Why not, and who does. */
function whoPublishes(draft: Draft): string {
  switch (draft.standing) {
    case "OFFERED":
      return t("The editors of its publication have this story for review: they publish it when they accept it.");
    case "TAKEN_IN":
      return t("The editors of its publication publish this story's changes.");
    default:
      return t("You write this story with its author, who publishes it. What you change is saved.");
  }
}

export function showPublish(owner: Owner): void {
  const content = owner.read();
  const published = owner.draft.status === "PUBLISHED";
  const message = h("p", { class: "message", role: "alert", hidden: true });
  const when = h("input", { type: "datetime-local", min: localTime(), value: localTime(3_600_000), disabled: true });
  const later = h("input", { type: "checkbox", onchange: () => (when.disabled = !later.checked) });
  const allowed = mayPublish(owner.draft);
  const go = h("button", { type: "submit", class: "button" }, publishing(published));
  later.addEventListener("change", () => {
    go.textContent = later.checked ? t("Schedule") : publishing(published);
  });
  const form = h(
    "form",
    { class: "publish-fields" },
    h("div", { class: "publish-preview" }, h("strong", {}, content.title || t("Untitled")), h("p", {}, content.subtitle ?? "")),
    row(t("Cover"), coverField(owner), t("Stands beside the story in lists and when it is shared.")),
    row(t("Tags"), tagField(content.tags ?? [], (tags) => owner.change({ tags })), t("Up to five, so that readers find it.")),
    row(t("Who may read it"), visibilityField(content, owner)),
    h(
      "details",
      {},
      h("summary", {}, t("More")),
      row(t("Your own words for lists"), text(owner, "excerpt", { maxlength: 500 }), t("Otherwise the story's beginning.")),
      row(t("Language"), text(owner, "language", { maxlength: 35, placeholder: "en" }), t("As a code such as en or de; empty: the site's.")),
      row(t("Address"), text(owner, "slug", { maxlength: 100, placeholder: owner.draft.slug ?? "" }), t("The last part of the address; old addresses keep leading here.")),
      row(t("First published at"), text(owner, "canonicalUrl", { type: "url", maxlength: 500, placeholder: "https://" }), t("If the story stood elsewhere first: search engines are told so.")),
    ),
    allowed && !published && h("div", { class: "row when" }, h("label", {}, later, t("Publish later")), when),
    message,
    allowed
      ? h("div", { class: "panel-acts" }, h("button", { type: "button", class: "plain", onclick: () => void elsewhere() }, t("Publish in …")), go)
      : h("p", { class: "note", id: "who-publishes" }, whoPublishes(owner.draft)),
  );
  when.setAttribute("aria-label", t("When to publish"));
  const sheet = dialog(allowed ? publishing(published) : t("Details"), t("Close"), "publish", form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (allowed) void submit();
  });

  /** To where a story may go: the publications that one writes for. */
  const elsewhere = async (): Promise<void> => {
    if (await owner.save()) {
      location.assign(`/me/stories/${owner.draft.id}/submit`);
      return;
    }
    message.textContent = t("Your last words are not saved yet; try again in a moment.");
    message.hidden = false;
  };
  const submit = async (): Promise<void> => {
    go.disabled = true;
    message.hidden = true;
    try {
      if (!(await owner.save())) throw new Error(t("Your last words are not saved yet; try again in a moment."));
      const request = { storyId: owner.draft.id, version: owner.version() };
      if (later.checked) {
        const { draft } = await call<{ draft: Draft }>(`${SERVICE}/Schedule`, { ...request, at: new Date(when.value).toISOString() });
        sheet.close();
        tell(t("It will be published {time}.", { time: moment(draft.scheduledFor ?? "") }));
        location.assign("/me/stories?show=scheduled");
      } else {
        await call(`${SERVICE}/Publish`, request);
        location.assign(`/p/${owner.draft.id}`);
      }
    } catch (error) {
      message.textContent = reason(error);
      message.hidden = false;
      go.disabled = false;
    }
  };
}

function reason(error: unknown): string {
  if (error instanceof CallError && error.fault === "NotPublishable") {
    return String(error.fields["problem"] ?? error.message);
  }
  return error instanceof Error ? error.message : String(error);
}
