/**
 * The editor's schema, made from the one schema file that the server checks documents with:
 * TipTap brings the behaviour of each node, the file its content, marks and attributes.
 */
import { Extension, Node, type AnyExtension, type NodeConfig } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { Link } from "@tiptap/extension-link";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Subscript } from "@tiptap/extension-subscript";
import { Superscript } from "@tiptap/extension-superscript";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, UndoRedo } from "@tiptap/extensions";
import specification from "../../../src/octavo/document/schema.json";
import { BlockIds } from "./block-ids";
import { Callout } from "./callout";
import { CodeBlockWithLanguage } from "./code-block";
import { Contents } from "./contents";
import { Embed, LinkCard } from "./embed";
import { Figure } from "./figure";
import { Footnote } from "./footnote";
import { Gallery } from "./gallery";
import { BlockMath, InlineMath } from "./maths";
import { MembersLine } from "./members-line";
import { Pullquote } from "./pullquote";
import { Hashtag, Mention } from "./suggesting";

interface NodeSpecification {
  group?: string;
  content?: string;
  marks?: string;
  attrs?: Record<string, { default?: unknown }>;
}

const nodes = specification.nodes as Record<string, NodeSpecification>;

/** Names of the nodes that carry a lasting id. */
export const identified = Object.keys(nodes).filter((name) => nodes[name]?.attrs && "id" in nodes[name].attrs);

function asSpecified(node: Node): Node {
  const { content, group, marks } = nodes[node.name] ?? {};
  const config: Partial<NodeConfig> = {};
  if (content !== undefined) config.content = content;
  if (group !== undefined) config.group = group;
  if (marks !== undefined) config.marks = marks;
  return node.extend(config);
}

const LastingIds = Extension.create({
  name: "lastingIds",
  addGlobalAttributes() {
    return [
      {
        types: identified,
        attributes: {
          id: {
            default: null,
            keepOnSplit: false,
            parseHTML: (element: HTMLElement) => element.getAttribute("data-block"),
            renderHTML: (attributes: Record<string, unknown>) =>
              attributes["id"] ? { "data-block": attributes["id"] } : {},
          },
        },
      },
    ];
  },
});

const Alignment = Extension.create({
  name: "alignment",
  addGlobalAttributes() {
    return [
      {
        types: ["tableCell", "tableHeader"],
        attributes: {
          align: {
            default: null,
            parseHTML: (element: HTMLElement) => {
              const align = element.style.textAlign || element.getAttribute("align");
              return align && ["left", "center", "right"].includes(align) ? align : null;
            },
            renderHTML: (attributes: Record<string, unknown>) =>
              attributes["align"] ? { align: attributes["align"] } : {},
          },
        },
      },
    ];
  },
});

const Captions = Extension.create({
  name: "tableCaptions",
  addGlobalAttributes() {
    return [
      {
        types: ["table"],
        attributes: {
          caption: {
            default: "",
            parseHTML: (element: HTMLElement) => element.querySelector(":scope > caption")?.textContent ?? element.dataset["caption"] ?? "",
            renderHTML: (attributes: Record<string, unknown>) =>
              attributes["caption"] ? { "data-caption": attributes["caption"] } : {},
          },
        },
      },
    ];
  },
});

/** Each block finds its own direction from its first letters. */
const EITHER_WAY = { HTMLAttributes: { dir: "auto" } };

/** Everything that the document can hold, and how it behaves while it is written. */
export function extensions(): AnyExtension[] {
  return [
    asSpecified(Document),
    asSpecified(Paragraph.configure(EITHER_WAY)),
    asSpecified(Text),
    asSpecified(Heading.configure({ levels: [2, 3, 4], ...EITHER_WAY })),
    asSpecified(Blockquote.configure(EITHER_WAY)),
    asSpecified(Pullquote),
    asSpecified(BulletList.configure(EITHER_WAY)),
    asSpecified(OrderedList.configure(EITHER_WAY)),
    asSpecified(ListItem.configure(EITHER_WAY)),
    ListKeymap,
    asSpecified(CodeBlockWithLanguage),
    asSpecified(Figure),
    asSpecified(Gallery),
    asSpecified(Embed),
    asSpecified(LinkCard),
    asSpecified(Callout),
    asSpecified(Contents),
    asSpecified(BlockMath),
    asSpecified(HorizontalRule),
    asSpecified(MembersLine),
    asSpecified(Table.configure({ resizable: false })),
    asSpecified(TableRow),
    asSpecified(TableHeader),
    asSpecified(TableCell),
    asSpecified(HardBreak),
    asSpecified(InlineMath),
    asSpecified(Mention),
    asSpecified(Hashtag),
    asSpecified(Footnote),
    Link.configure({
      openOnClick: false,
      autolink: true,
      linkOnPaste: true,
      defaultProtocol: "https",
      HTMLAttributes: { target: null, rel: null, class: null },
      isAllowedUri: (url, context) => context.defaultValidate(url) && !/^\s*(javascript|data|vbscript):/i.test(url),
    }),
    Bold,
    Italic,
    Strike,
    Superscript,
    Subscript,
    // In the file any mark goes with any other: what is code may be a link. TipTap's own code bears none.
    Code.extend({ excludes: "" }),
    LastingIds,
    Alignment,
    Captions,
    BlockIds.configure({ types: identified }),
    UndoRedo.configure({ depth: 500, newGroupDelay: 600 }),
    Dropcursor.configure({ width: 2, color: false, class: "drop-cursor" }),
    Gapcursor,
  ];
}
