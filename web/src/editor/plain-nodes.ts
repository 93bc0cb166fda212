/**
 * Nodes of the schema file that have no behaviour of their own in the editor: it keeps them as they are and
 * shows what they hold, or their name, so that no document loses anything by being opened.
 */
import { Node, type AnyExtension, type Attribute } from "@tiptap/core";

interface Specification {
  group?: string;
  content?: string;
  marks?: string;
  attrs?: Record<string, { default?: unknown }>;
}

/** One node for each name in the file that no other extension brings. */
export function plainNodes(specification: Record<string, Specification>, known: AnyExtension[]): AnyExtension[] {
  const brought = new Set(known.map((one) => one.name));
  return Object.entries(specification)
    .filter(([name]) => !brought.has(name))
    .map(([name, node]) => plain(name, node));
}

function plain(name: string, { group, content, marks, attrs = {} }: Specification): AnyExtension {
  const inline = group === "inline";
  return Node.create({
    name,
    inline,
    atom: !content,
    selectable: true,
    ...(group === undefined ? {} : { group }),
    ...(content === undefined ? {} : { content }),
    ...(marks === undefined ? {} : { marks }),
    addAttributes: () => Object.fromEntries(Object.entries(attrs).filter(([key]) => key !== "id").map(kept)),
    parseHTML: () => [{ tag: `${inline ? "span" : "div"}[data-node="${name}"]` }],
    renderHTML({ HTMLAttributes }) {
      const tag = inline ? "span" : "div";
      return content ? [tag, { ...HTMLAttributes, "data-node": name }, 0] : [tag, { ...HTMLAttributes, "data-node": name }, name];
    },
  });
}

function kept([key, rule]: [string, { default?: unknown }]): [string, Attribute] {
  return [
    key,
    {
      default: rule.default ?? null,
      parseHTML: (element) => JSON.parse(element.getAttribute(`data-${key}`) ?? "null") as unknown,
      renderHTML: (attributes) => ({ [`data-${key}`]: JSON.stringify(attributes[key] ?? null) }),
    },
  ];
}
