/** Where a text stands in the document, block by block, and what replacing it makes of it. */
import type { Node as DocumentNode } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";

export interface Wanted {
  text: string;
  matchCase: boolean;
  wholeWords: boolean;
}

export interface Found {
  from: number;
  to: number;
}

const WORD = /[\p{L}\p{N}_]/u;

/** Every place, in reading order; none of them over the edge of a block, a break or a picture in the line. */
export function find(doc: DocumentNode, wanted: Wanted): Found[] {
  if (wanted.text === "") return [];
  const found: Found[] = [];
  const escaped = wanted.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const pattern = new RegExp(escaped, wanted.matchCase ? "gu" : "giu");
  doc.descendants((node, position) => {
    if (!node.isTextblock && node.type.name !== "footnote") return true;
    // A footnote inside is one unit of the text around it here, and is looked through on its own.
    const text = textOf(node);
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      const word = WORD.test(text[start - 1] ?? "") || WORD.test(text[end] ?? "");
      if (wanted.wholeWords && word) continue;
      found.push({ from: position + 1 + start, to: position + 1 + end });
    }
    return true;
  });
  return found;
}

/** The text of a block with one sign for each place that the document counts. */
function textOf(node: DocumentNode): string {
  let text = "";
  node.forEach((child) => {
    text += child.isText ? (child.text ?? "") : "\ufffc".repeat(child.nodeSize);
  });
  return text;
}

/** Puts `text` in the place of each, from the last to the first, keeping the marks that stand there. */
export function replace(tr: Transaction, places: Found[], text: string): Transaction {
  for (const { from, to } of [...places].reverse()) {
    if (text) tr.replaceWith(from, to, tr.doc.type.schema.text(text, tr.doc.resolve(from).marksAcross(tr.doc.resolve(to)) ?? []));
    else tr.delete(from, to);
  }
  return tr;
}
