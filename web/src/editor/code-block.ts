/** Code with its language, chosen in a field at its corner. */
import { CodeBlock } from "@tiptap/extension-code-block";
import { h } from "./dom";
import { t } from "./words";

const LANGUAGES = [
  "bash", "c", "cpp", "csharp", "css", "diff", "go", "html", "java", "javascript", "json", "kotlin", "lua",
  "markdown", "php", "python", "ruby", "rust", "sql", "swift", "toml", "typescript", "xml", "yaml",
];
const ALLOWED = /^[A-Za-z0-9+#._-]{1,40}$/;

function suggestions(): HTMLDataListElement {
  const present = document.getElementById("code-languages");
  if (present instanceof HTMLDataListElement) return present;
  const list = h("datalist", { id: "code-languages" }, ...LANGUAGES.map((name) => h("option", { value: name })));
  document.body.append(list);
  return list;
}

export const CodeBlockWithLanguage = CodeBlock.extend({
  addNodeView() {
    return ({ node, editor, getPos }) => {
      suggestions();
      const field = h("input", {
        class: "code-language",
        list: "code-languages",
        value: (node.attrs["language"] as string | null) ?? "",
        placeholder: t("Language"),
        "aria-label": t("Language of this code"),
        maxlength: 40,
        autocomplete: "off",
        spellcheck: "false",
      });
      const code = h("code");
      const dom = h("div", { class: "code-block" }, field, h("pre", {}, code));
      field.contentEditable = "false";
      field.addEventListener("change", () => {
        const position = getPos();
        if (position === undefined) return;
        const wished = field.value.trim();
        const language = ALLOWED.test(wished) ? wished : null;
        field.value = language ?? "";
        editor.view.dispatch(editor.state.tr.setNodeAttribute(position, "language", language));
      });
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        field.blur();
        editor.commands.focus();
      });
      return {
        dom,
        contentDOM: code,
        update(updated) {
          if (updated.type !== node.type) return false;
          field.value = (updated.attrs["language"] as string | null) ?? "";
          return true;
        },
        stopEvent: (event) => event.target === field,
        ignoreMutation: (mutation) => !code.contains(mutation.target),
      };
    };
  },
});
