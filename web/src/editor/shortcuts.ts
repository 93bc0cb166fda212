/** The sheet that shows what the keyboard can do. */
import { dialog, h } from "./dom";
import { t } from "./words";

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const MOD = mac ? "⌘" : "Ctrl";

const groups: [string, [string, string[]][]][] = [
  [
    "While writing",
    [
      ["Bold", [MOD, "B"]],
      ["Italic", [MOD, "I"]],
      ["Link", [MOD, "K"]],
      ["Code", [MOD, "E"]],
      ["Heading", [MOD, "Alt", "2"]],
      ["Smaller heading", [MOD, "Alt", "3"]],
      ["Quote", [MOD, "Shift", "B"]],
      ["Pull quote", [MOD, "Shift", "P"]],
      ["List", [MOD, "Shift", "8"]],
      ["Numbered list", [MOD, "Shift", "7"]],
      ["Code block", [MOD, "Alt", "C"]],
      ["Footnote", [MOD, "Alt", "F"]],
      ["Find", [MOD, "F"]],
      ["Find and replace", [MOD, "H"]],
      ["Focus mode", [MOD, "Shift", "D"]],
      ["Undo", [MOD, "Z"]],
      ["Redo", [MOD, "Shift", "Z"]],
      ["Into the format bar", ["Alt", "F10"]],
    ],
  ],
  [
    "Typed at the start of a line",
    [
      ["Everything that can be added", ["/"]],
      ["Heading", ["##", "Space"]],
      ["List", ["-", "Space"]],
      ["Numbered list", ["1.", "Space"]],
      ["Quote", [">", "Space"]],
      ["Code block", ["```", "Space"]],
      ["Divider", ["---"]],
      ["Formula", ["$$", "Space"]],
    ],
  ],
  [
    "Typed anywhere",
    [
      ["People", ["@"]],
      ["Tags", ["#"]],
      ["Formula in the line", ["$x^2$"]],
    ],
  ],
  [
    "The story",
    [
      ["Save now", [MOD, "S"]],
      ["Publish", [MOD, "Enter"]],
      ["This sheet", [MOD, "/"]],
    ],
  ],
];

export function showShortcuts(): void {
  const sections = groups.map(([title, rows]) =>
    h(
      "section",
      {},
      h("h3", {}, t(title)),
      h(
        "dl",
        { class: "keys" },
        ...rows.flatMap(([label, keys]) => [
          h("dt", {}, t(label)),
          h("dd", {}, ...keys.map((key) => h("kbd", {}, key === "Space" ? t("Space") : key))),
        ]),
      ),
    ),
  );
  dialog(t("Keyboard shortcuts"), t("Close"), "shortcuts", h("div", { class: "key-groups" }, ...sections));
}
