/** The attributes that the schema file gives a node, kept over copy and paste, and checked when they come back. */
import type { Attribute } from "@tiptap/core";
import specification from "../../../src/octavo/document/schema.json";

interface Rule {
  type: string;
  default?: unknown;
  pattern?: string;
  values?: string[];
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

const nodes = specification.nodes as unknown as Record<string, { attrs?: Record<string, Rule> }>;
const WEB = /^https?:\/\/\S+$/i;

/** Everything but the id, which all blocks share. What is pasted and breaks a rule falls back to the default. */
export function attributesOf(name: string): Record<string, Attribute> {
  const rules = Object.entries(nodes[name]?.attrs ?? {}).filter(([key]) => key !== "id");
  return Object.fromEntries(rules.map(([key, rule]) => [key, attribute(key, rule)]));
}

function attribute(key: string, rule: Rule): Attribute {
  const fallback = rule.default ?? null;
  return {
    default: fallback,
    parseHTML: (element) => checked(element.getAttribute(`data-${key}`), rule) ?? fallback,
    renderHTML: (attributes) => (attributes[key] === null ? {} : { [`data-${key}`]: String(attributes[key]) }),
  };
}

/** A value as text, if the file's rule allows it; otherwise null. */
export function checked(text: string | null, rule: Rule): string | number | null {
  if (text === null) return null;
  if (rule.type === "integer") {
    const number = Number(text);
    const within = number >= (rule.minimum ?? -Infinity) && number <= (rule.maximum ?? Infinity);
    return Number.isInteger(number) && within ? number : null;
  }
  if (rule.values && !rule.values.includes(text)) return null;
  if (rule.pattern && !new RegExp(`^(?:${rule.pattern})$`, "u").test(text)) return null;
  if (rule.type === "web" && !WEB.test(text)) return null;
  return text.length > (rule.maxLength ?? Infinity) ? null : text;
}
