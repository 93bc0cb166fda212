/** What the plus sign and the `/` menu offer. */
import type { Editor } from "@tiptap/core";
import { choosePictures } from "./upload";

export interface BlockChoice {
  /** In English; shown translated. */
  label: string;
  /** Other words that find it. */
  words: string;
  sign: string;
  make: (editor: Editor) => void;
}

export const blocks: BlockChoice[] = [
  {
    label: "Picture",
    words: "image photo figure upload",
    sign: "▣",
    make: (editor) => choosePictures(editor, editor.state.selection.from),
  },
  { label: "Heading", words: "h2 title section", sign: "H", make: (editor) => editor.chain().focus().setNode("heading", { level: 2 }).run() },
  { label: "Smaller heading", words: "h3 subheading", sign: "h", make: (editor) => editor.chain().focus().setNode("heading", { level: 3 }).run() },
  { label: "List", words: "bullet ul unordered", sign: "•", make: (editor) => editor.chain().focus().toggleBulletList().run() },
  { label: "Numbered list", words: "ol ordered", sign: "1.", make: (editor) => editor.chain().focus().toggleOrderedList().run() },
  { label: "Quote", words: "blockquote citation", sign: "“", make: (editor) => editor.chain().focus().toggleBlockquote().run() },
  { label: "Pull quote", words: "pullquote aside", sign: "❝", make: (editor) => editor.chain().focus().togglePullquote().run() },
  { label: "Code", words: "pre program listing", sign: "{}", make: (editor) => editor.chain().focus().toggleCodeBlock().run() },
  { label: "Divider", words: "hr line break section", sign: "⁂", make: (editor) => editor.chain().focus().setHorizontalRule().run() },
  { label: "Members' line", words: "paywall subscribers teaser only", sign: "⎯", make: (editor) => editor.chain().focus().setMembersLine().run() },
  {
    label: "Table",
    words: "grid rows columns",
    sign: "▦",
    make: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(),
  },
];
