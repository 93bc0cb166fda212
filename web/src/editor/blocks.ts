/** What the plus sign and the `/` menu offer. */
import type { Editor } from "@tiptap/core";
import { chooseGallery, choosePictures } from "./upload";

/** Under what the choices stand together, as long as nothing is typed. */
export const groups = ["Text", "Media", "More"] as const;

export interface BlockChoice {
  group: (typeof groups)[number];
  /** In English; shown translated. */
  label: string;
  /** Other words that find it. */
  words: string;
  sign: string;
  make: (editor: Editor) => void;
}

const text = (label: string, words: string, sign: string, make: (editor: Editor) => void): BlockChoice => ({ group: "Text", label, words, sign, make });
const media = (label: string, words: string, sign: string, make: (editor: Editor) => void): BlockChoice => ({ group: "Media", label, words, sign, make });
const more = (label: string, words: string, sign: string, make: (editor: Editor) => void): BlockChoice => ({ group: "More", label, words, sign, make });

export const blocks: BlockChoice[] = [
  text("Heading", "h2 title section", "H", (editor) => editor.chain().focus().setNode("heading", { level: 2 }).run()),
  text("Smaller heading", "h3 subheading", "h", (editor) => editor.chain().focus().setNode("heading", { level: 3 }).run()),
  text("List", "bullet ul unordered", "•", (editor) => editor.chain().focus().toggleBulletList().run()),
  text("Numbered list", "ol ordered", "1.", (editor) => editor.chain().focus().toggleOrderedList().run()),
  text("Quote", "blockquote citation", "“", (editor) => editor.chain().focus().toggleBlockquote().run()),
  text("Pull quote", "pullquote aside", "❝", (editor) => editor.chain().focus().togglePullquote().run()),
  text("Call-out", "callout note tip warning admonition box", "!", (editor) => editor.chain().focus().toggleCallout().run()),
  media("Picture", "image photo figure upload", "▣", (editor) => choosePictures(editor, editor.state.selection.from)),
  media("Gallery", "pictures photos images album", "▤", (editor) => chooseGallery(editor, editor.state.selection.from)),
  media("Link or embed", "embed video youtube card bookmark url address", "↗", (editor) => editor.commands.askForLink()),
  more("Divider", "hr line break section", "⁂", (editor) => editor.chain().focus().setHorizontalRule().run()),
  more("Code", "pre program listing", "{}", (editor) => editor.chain().focus().toggleCodeBlock().run()),
  more("Table", "grid rows columns", "▦", (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()),
  more("Formula", "maths math latex equation tex", "∑", (editor) => editor.chain().focus().insertMaths(true).run()),
  more("Formula in the line", "inline maths math latex equation", "x²", (editor) => editor.chain().focus().insertMaths(false).run()),
  more("Footnote", "note reference annotation", "¹", (editor) => editor.chain().focus().insertFootnote().run()),
  more("Contents", "toc table of contents outline", "≡", (editor) => editor.chain().focus().insertContent([{ type: "tableOfContents" }, { type: "paragraph" }]).run()),
  more("Members' line", "paywall subscribers teaser only", "⎯", (editor) => editor.chain().focus().setMembersLine().run()),
];
