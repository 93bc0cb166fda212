// @vitest-environment jsdom
/** The editor's schema is the file's, ids last, pastes come out clean. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Editor, getSchema } from "@tiptap/core";
import { describe, expect, test } from "vitest";
import specification from "../../src/octavo/document/schema.json";
import { mint } from "../src/editor/block-ids";
import { plain } from "../src/editor/conflict";
import { clean } from "../src/editor/paste";
import { CleanPaste } from "../src/editor/paste";
import { extensions } from "../src/editor/schema";
import { linkFrom } from "../src/editor/selection-bar";
import { normal } from "../src/editor/tags";
import type { DocumentJson } from "../src/editor/types";

const nodes = specification.nodes as Record<string, { content?: string; attrs?: Record<string, unknown>; ignored?: string[] }>;
const marks = specification.marks as Record<string, { attrs?: Record<string, unknown>; ignored?: string[] }>;

function editor(content: string | object = "<p>one</p>"): Editor {
  return new Editor({ element: document.createElement("div"), extensions: [...extensions(), CleanPaste], content });
}

function ids(made: Editor): string[] {
  const found: string[] = [];
  made.state.doc.descendants((node) => {
    if (node.attrs["id"]) found.push(node.attrs["id"] as string);
  });
  return found;
}

describe("the schema", () => {
  const schema = getSchema(extensions());

  test("has the file's nodes and marks, and no others", () => {
    expect(Object.keys(schema.nodes).sort()).toEqual(Object.keys(nodes).sort());
    expect(Object.keys(schema.marks).sort()).toEqual(Object.keys(marks).sort());
  });

  test.each(Object.keys(nodes))("%s has the file's content and attributes", (name) => {
    const { content = "", attrs = {}, ignored = [] } = nodes[name] ?? {};
    expect(schema.nodes[name]?.spec.content ?? "").toBe(content);
    const own = Object.keys(schema.nodes[name]?.spec.attrs ?? {}).filter((key) => !ignored.includes(key));
    expect(own.sort()).toEqual(Object.keys(attrs).sort());
  });

  test.each(Object.keys(marks))("%s has the file's attributes", (name) => {
    const { attrs = {}, ignored = [] } = marks[name] ?? {};
    const own = Object.keys(schema.marks[name]?.spec.attrs ?? {}).filter((key) => !ignored.includes(key));
    expect(own.sort()).toEqual(Object.keys(attrs).sort());
  });

  test("lets every mark go with every other", () => {
    const excluding = Object.values(schema.marks).flatMap((one) =>
      Object.values(schema.marks).filter((other) => one !== other && one.excludes(other)).map((other) => `${one.name} ${other.name}`),
    );
    expect(excluding).toEqual([]);
  });
});

describe("block ids", () => {
  test("are base58 and differ", () => {
    const made = Array.from({ length: 500 }, mint);
    expect(new Set(made).size).toBe(500);
    for (const id of made) expect(id).toMatch(/^[1-9A-HJ-NP-Za-km-z]{10}$/);
  });

  test("are minted for a document that has none", async () => {
    const made = editor("<p>one</p><ul><li>two</li></ul>");
    await new Promise((done) => setTimeout(done, 0));
    expect(ids(made)).toHaveLength(4);
  });

  test("a split keeps the first", () => {
    const made = editor({ type: "doc", content: [{ type: "paragraph", attrs: { id: "aaaaaaaaaa" }, content: [{ type: "text", text: "onetwo" }] }] });
    made.chain().setTextSelection(4).splitBlock().run();
    const [first, second] = ids(made);
    expect(first).toBe("aaaaaaaaaa");
    expect(second).toMatch(/^[1-9A-HJ-NP-Za-km-z]{10}$/);
    expect(second).not.toBe(first);
  });

  test("an edit keeps them, and so does undo", () => {
    const made = editor({ type: "doc", content: [{ type: "paragraph", attrs: { id: "aaaaaaaaaa" }, content: [{ type: "text", text: "one" }] }] });
    made.commands.insertContentAt(2, "more");
    made.commands.setNode("heading", { level: 2 });
    expect(ids(made)).toEqual(["aaaaaaaaaa"]);
    made.commands.undo();
    expect(ids(made)).toEqual(["aaaaaaaaaa"]);
  });
});

function outline(node: DocumentJson, depth = 0): string[] {
  const lines: string[] = [];
  for (const block of node.content ?? []) {
    const level = block.type === "heading" ? block.attrs?.["level"] : "";
    const language = block.type === "codeBlock" ? `(${String(block.attrs?.["language"] ?? "")})` : "";
    const inline = (block.content ?? []).filter((child) => child.text !== undefined);
    const text = inline.map((child) => marked(child as DocumentJson & { marks?: { type: string; attrs?: { href: string } }[] })).join("");
    lines.push(`${"  ".repeat(depth)}${block.type}${String(level ?? "")}${language}:${text ? ` ${text.trim()}` : ""}`);
    if (inline.length === 0) lines.push(...outline(block, depth + 1));
  }
  return lines;
}

function marked(text: DocumentJson & { marks?: { type: string; attrs?: { href: string } }[] }): string {
  const signs: Record<string, string> = { bold: "**", italic: "_", strike: "~", code: "`", subscript: ",", superscript: "^" };
  let out = text.text ?? "";
  for (const mark of text.marks ?? []) {
    out = mark.type === "link" ? `[${out}](${mark.attrs?.href ?? ""})` : `${signs[mark.type]}${out}${signs[mark.type]}`;
  }
  return out;
}

describe("the members' line", () => {
  const shape = (made: Editor): string[] => {
    const found: string[] = [];
    made.state.doc.forEach((one) => found.push(one.type.name === "membersLine" ? "—" : one.textContent));
    return found;
  };

  test("is drawn below the cursor's block and moves rather than doubles; one step back takes both away", () => {
    const made = editor("<p>one</p><p>two</p><p>three</p>");
    made.chain().setTextSelection(2).setMembersLine().run();
    expect(shape(made)).toEqual(["one", "—", "two", "three"]);
    made.chain().setTextSelection(made.state.doc.content.size - 2).setMembersLine().run();
    expect(shape(made)).toEqual(["one", "two", "three", "—", ""]);
    made.commands.undo();
    expect(shape(made)).toEqual(["one", "two", "three"]);
  });

  test("takes the place of an empty paragraph, but never stands first", () => {
    const made = editor("<p>one</p><p></p><p>two</p>");
    made.chain().setTextSelection(6).setMembersLine().run();
    expect(shape(made)).toEqual(["one", "—", "two"]);
    const empty = editor("<p></p>");
    empty.commands.setMembersLine();
    expect(shape(empty)).toEqual(["", "—", ""]);
  });
});

describe("paste", () => {
  test.each(["word", "google-docs", "web-page"])("from %s comes out clean", (name) => {
    const folder = resolve(import.meta.dirname, "paste");
    const html = readFileSync(`${folder}/${name}.html`, "utf8");
    const wanted = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")) as string[];
    const made = editor(clean(html));
    expect(outline(made.getJSON() as DocumentJson)).toEqual(wanted);
  });

  test("leaves nothing that runs", () => {
    const out = clean(`<p onmouseover="x()">a</p><a href=" javascript:x()">b</a><img src=x onerror=x()><math><mtext><script>x()</script></mtext></math>`);
    expect(out).not.toMatch(/on\w+=|javascript:|<script|<img|<math/i);
  });

  test("of one's own figure keeps it", () => {
    const html = `<figure data-image="1234567890a" data-alt="x" data-layout="wide"><figcaption>c</figcaption></figure>`;
    const made = editor(clean(html));
    expect(made.getJSON().content?.[0]).toMatchObject({ type: "figure", attrs: { image: "1234567890a", layout: "wide" } });
  });
});

describe("small rules", () => {
  test("a link is made whole or refused", () => {
    expect(linkFrom("example.org/a")).toBe("https://example.org/a");
    expect(linkFrom("me@example.org")).toBe("mailto:me@example.org");
    expect(linkFrom("javascript:alert(1)")).toBeNull();
    expect(linkFrom("data:text/html,x")).toBeNull();
  });

  test("a tag is made normal", () => {
    expect(normal("  #Open   Source ")).toBe("open source");
  });

  test("the plain text of a document has a line a block", () => {
    const body = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "a" }] }, { type: "paragraph", content: [{ type: "text", text: "b" }] }] };
    expect(plain(JSON.stringify(body))).toBe("a\n\nb");
  });
});
