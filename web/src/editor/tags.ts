/** A field for up to five tags, as chips. */
import { h } from "./dom";
import { t } from "./words";

const MOST = 5;
const LONGEST = 40;

/** A tag as the server keeps it. */
export function normal(text: string): string {
  return text.normalize("NFC").trim().replace(/^#+/, "").trim().replace(/\s+/g, " ").toLowerCase().slice(0, LONGEST);
}

export function tagField(initial: string[], changed: (tags: string[]) => void): HTMLElement {
  let tags = [...initial];
  const field = h("input", { placeholder: t("Add a tag"), maxlength: LONGEST, autocomplete: "off", autocapitalize: "none", enterkeyhint: "enter" });
  const chips = h("ul", { class: "chips" });
  const set = (next: string[]): void => {
    tags = next;
    draw();
    changed(tags);
  };
  const add = (): void => {
    const fresh = field.value.split(",").map(normal).filter((tag) => tag !== "" && !tags.includes(tag));
    field.value = "";
    if (fresh.length) set([...tags, ...fresh].slice(0, MOST));
  };
  const draw = (): void => {
    chips.replaceChildren(
      ...tags.map((tag) =>
        h(
          "li",
          { class: "tag-chip" },
          tag,
          h(
            "button",
            { type: "button", "aria-label": t("Remove “{name}”", { name: tag }), onclick: () => set(tags.filter((one) => one !== tag)) },
            "×",
          ),
        ),
      ),
    );
    field.hidden = tags.length >= MOST;
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.key === "Enter" && field.value !== "") || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && field.value === "" && tags.length) {
      set(tags.slice(0, -1));
    }
  });
  field.addEventListener("blur", add);
  draw();
  return h("div", { class: "tag-field" }, chips, field);
}
