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
import { CodeBlockWithLanguage } from "./code-block";
import { Figure } from "./figure";
import { MembersLine } from "./members-line";
import { plainNodes } from "./plain-nodes";
import { Pullquote } from "./pullquote";

interface NodeSpecification {
  group?: string;
  content?: string;
  marks?: string;
  attrs?: Record<string, { default?: unknown }>;
}

const nodes = specification.nodes as Record<string, NodeSpecification>;

/** Names of the nodes that carry a lasting id. */
export const identified = Object.keys(nodes).filter((name) => nodes[name]?.attrs && "id" in nodes[name].attrs);

/** The attributes that the file gives a node, the id apart. */
export function attributesOf(name: string): Record<string, { default: unknown }> {
  const attrs = nodes[name]?.attrs ?? {};
  return Object.fromEntries(
    Object.entries(attrs)
      .filter(([key]) => key !== "id")
      .map(([key, value]) => [key, { default: value.default ?? null }]),
  );
}

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

/** Everything that the document can hold, and how it behaves while it is written. */
export function extensions(): AnyExtension[] {
  const made = withBehaviour();
  return [...made, ...plainNodes(nodes, made)];
}

function withBehaviour(): AnyExtension[] {
  return [
    asSpecified(Document),
    asSpecified(Paragraph),
    asSpecified(Text),
    asSpecified(Heading.configure({ levels: [2, 3, 4] })),
    asSpecified(Blockquote),
    asSpecified(Pullquote),
    asSpecified(BulletList),
    asSpecified(OrderedList),
    asSpecified(ListItem),
    ListKeymap,
    asSpecified(CodeBlockWithLanguage),
    asSpecified(Figure),
    asSpecified(HorizontalRule),
    asSpecified(MembersLine),
    asSpecified(Table.configure({ resizable: false })),
    asSpecified(TableRow),
    asSpecified(TableHeader),
    asSpecified(TableCell),
    asSpecified(HardBreak),
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
