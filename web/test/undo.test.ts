// @vitest-environment jsdom
/** One step back gives what was there, one step on what was made of it: the text, the blocks and their ids. */
import { Editor } from "@tiptap/core";
import { Slice } from "@tiptap/pm/model";
import { closeHistory } from "@tiptap/pm/history";
import { afterEach, describe, expect, test } from "vitest";
import { asLink, put } from "../src/editor/embed";
import { find, replace } from "../src/editor/finding";
import { moveWithin, removeWithin } from "../src/editor/gallery-moves";
import { CleanPaste } from "../src/editor/paste";
import { extensions } from "../src/editor/schema";

const text = (words: string): object => ({ type: "text", text: words });
const id = (letter: string): string => letter.repeat(10);
const paragraph = (letter: string, words = `one ${letter}`): object => ({ type: "paragraph", attrs: { id: id(letter) }, content: [text(words)] });
const figure = (letter: string): object => ({ type: "figure", attrs: { id: id(letter), image: letter.repeat(11) } });
const cell = (type: string, words: string): object => ({ type, content: [{ type: "paragraph", attrs: { id: id(words) }, content: [text(words)] }] });
const row = (type: string, ...letters: string[]): object => ({ type: "tableRow", content: letters.map((letter) => cell(type, letter)) });
const CARD = { type: "linkCard", attrs: { id: id("d"), url: "https://example.org/", title: "A card" } };

/** A block of every kind on which a command acts, each with an id of its own. */
const STORY = {
  type: "doc",
  content: [
    paragraph("a", "The sea, the sea."),
    paragraph("b"),
    { type: "gallery", attrs: { id: id("c"), caption: "" }, content: [figure("e"), figure("f"), figure("g")] },
    { type: "table", attrs: { id: id("h") }, content: [row("tableHeader", "m", "n"), row("tableCell", "p", "q")] },
    { type: "callout", attrs: { id: id("i"), kind: "note" }, content: [paragraph("j", "Take care.")] },
    CARD,
    paragraph("k", "Last."),
  ],
};

let made: Editor;

async function story(): Promise<Editor> {
  made = new Editor({ element: document.createElement("div"), extensions: [...extensions(), CleanPaste], content: STORY });
  await new Promise((done) => setTimeout(done, 0));
  return made;
}

/** Where the first block of a type begins, or the text stands. */
function at(editor: Editor, wanted: string): number {
  let found = -1;
  editor.state.doc.descendants((node, position) => {
    if (found < 0 && (node.type.name === wanted || node.attrs["id"] === wanted || node.text === wanted)) found = position;
    return found < 0;
  });
  if (found < 0) throw new Error(`no ${wanted}`);
  return found;
}

const inside = (wanted: string) => (editor: Editor): number => at(editor, wanted) + 1;
const caret = (wanted: string) => (editor: Editor) => editor.chain().setTextSelection(inside(wanted)(editor));

const commands: Record<string, (editor: Editor) => void> = {
  "words that are typed": (e) => e.commands.insertContentAt(2, "more "),
  "a split paragraph": (e) => caret(id("a"))(e).setTextSelection(5).splitBlock().run(),
  "a heading": (e) => caret(id("b"))(e).setNode("heading", { level: 2 }).run(),
  "a list": (e) => caret(id("b"))(e).toggleBulletList().run(),
  "a quote": (e) => caret(id("b"))(e).toggleBlockquote().run(),
  "a pull quote": (e) => caret(id("b"))(e).togglePullquote().run(),
  "a call-out": (e) => caret(id("b"))(e).toggleCallout().run(),
  "a call-out's kind": (e) => e.view.dispatch(e.state.tr.setNodeAttribute(at(e, "callout"), "kind", "warning")),
  "a call-out that is taken off": (e) => caret(id("j"))(e).toggleCallout().run(),
  "a table": (e) => caret(id("b"))(e).insertTable({ rows: 2, cols: 2, withHeaderRow: true }).run(),
  "a row": (e) => caret(id("p"))(e).addRowAfter().run(),
  "a column": (e) => caret(id("p"))(e).addColumnBefore().run(),
  "a row less": (e) => caret(id("p"))(e).deleteRow().run(),
  "a column less": (e) => caret(id("p"))(e).deleteColumn().run(),
  "a header row": (e) => caret(id("p"))(e).toggleHeaderRow().run(),
  "a cell's alignment": (e) => caret(id("p"))(e).setCellAttribute("align", "center").run(),
  "a table less": (e) => caret(id("p"))(e).deleteTable().run(),
  "a table's caption": (e) => e.view.dispatch(e.state.tr.setNodeAttribute(at(e, "table"), "caption", "Of it")),
  "a footnote": (e) => caret(id("b"))(e).insertFootnote().run(),
  "a formula": (e) => caret(id("b"))(e).insertMaths(true, "x^2").run(),
  "a formula in the line": (e) => caret(id("b"))(e).insertMaths(false, "x^2").run(),
  "the contents": (e) => caret(id("b"))(e).insertContent({ type: "tableOfContents" }).run(),
  "the members' line": (e) => caret(id("b"))(e).setMembersLine().run(),
  "a picture moved on": (e) => moveWithin(e, at(e, id("e")), 1),
  "a picture moved back": (e) => moveWithin(e, at(e, id("g")), -1),
  "a picture taken out": (e) => removeWithin(e, at(e, id("f"))),
  "a card that is a link again": (e) => asLink(e, at(e, "linkCard")),
  "a link that becomes a card": (e) => {
    const from = at(e, id("b"));
    put(e, { type: "linkCard", attrs: { url: "https://example.org/x", title: "X" } }, from, e.state.doc.nodeAt(from)!);
  },
  "a link that becomes an embed": (e) => {
    const from = at(e, id("k"));
    put(e, { type: "embed", attrs: { provider: "youtube", url: "https://www.youtube.com/watch?v=x", title: "X" } }, from, e.state.doc.nodeAt(from)!);
  },
  "a person": (e) => caret(id("b"))(e).insertContent({ type: "mention", attrs: { person: "11111111112", handle: "ada" } }).run(),
  "a tag": (e) => caret(id("b"))(e).insertContent({ type: "hashtag", attrs: { name: "sea" } }).run(),
  "all of a word replaced": (e) => {
    const places = find(e.state.doc, { text: "the sea", matchCase: false, wholeWords: true });
    expect(places.length).toBeGreaterThan(0);
    e.view.dispatch(replace(e.state.tr, places, "a lake"));
  },
  "a file brought in": (e) => e.chain().insertContentAt(at(e, "gallery"), [{ type: "heading", attrs: { level: 2 }, content: [text("In")] }, { type: "paragraph", content: [text("it")] }]).run(),
  "a copy pasted": (e) => {
    const copied = e.state.doc.slice(0, at(e, "table"));
    e.view.dispatch(e.state.tr.replaceRange(e.state.doc.content.size, e.state.doc.content.size, new Slice(copied.content, 0, 0)));
  },
  "everything deleted": (e) => e.chain().selectAll().deleteSelection().run(),
};

afterEach(() => made.destroy());

describe("undo and redo", () => {
  test.each(Object.keys(commands))("of %s", async (name) => {
    const editor = await story();
    const before = editor.getJSON();
    commands[name]?.(editor);
    const after = editor.getJSON();
    expect(after).not.toEqual(before);
    editor.commands.undo();
    expect(editor.getJSON()).toEqual(before);
    editor.commands.redo();
    expect(editor.getJSON()).toEqual(after);
    expect(editor.can().redo()).toBe(false);
  });

  test("of all of a word is a single step", async () => {
    const editor = await story();
    expect(find(editor.state.doc, { text: "the sea", matchCase: false, wholeWords: true })).toHaveLength(2);
    commands["all of a word replaced"]?.(editor);
    expect(editor.getText()).toContain("a lake, a lake.");
    editor.commands.undo();
    expect(editor.getJSON()).toEqual(editor.schema.nodeFromJSON(STORY).toJSON());
  });

  test("of all of them, one after the other", async () => {
    const editor = await story();
    const states = [editor.getJSON()];
    for (const name of ["a split paragraph", "a call-out", "a footnote", "a row", "a picture moved on", "all of a word replaced"]) {
      editor.view.dispatch(closeHistory(editor.state.tr));
      commands[name]?.(editor);
      states.push(editor.getJSON());
    }
    for (const state of [...states].reverse().slice(1)) {
      editor.commands.undo();
      expect(editor.getJSON()).toEqual(state);
    }
    for (const state of states.slice(1)) {
      editor.commands.redo();
      expect(editor.getJSON()).toEqual(state);
    }
  });
});
