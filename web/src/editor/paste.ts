/** Cleans what is pasted from Word, Google Docs and web pages before the schema reads it. */
import { Extension } from "@tiptap/core";
import { Fragment, Slice, type Node as DocumentNode } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";

const DROPPED = "script,style,meta,link,title,head,noscript,template,iframe,object,embed,svg,math,form,input,button,select,textarea";
const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,ul,ol,li,blockquote,pre,table,figure,section,article,hr";
const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const SHEET = /<style\b[\s\S]*?(<\/style\s*>|$)/gi;
const STYLE = "data-pasted-style";
const MONOSPACED = /courier|consolas|monaco|monospace/;
const SAFE = /^(https?:|mailto:|\/|#)/i;

/** The same text as HTML that says only what the document can hold. */
export function clean(html: string): string {
  // Word's conditional comments and the fragment marks of the clipboard are comments to a parser. The page's
  // policy lets no foreign style or handler be, not even in a document of its own: both become plain attributes.
  const page = new DOMParser().parseFromString(html.replace(SHEET, "").replace(TAG, inert), "text/html");
  const { body } = page;
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  dropComments(body);
  wordLists(body);
  styleToMarks(body);
  tagsToOurs(body);
  links(body);
  pictures(body);
  emptyBlocks(body);
  attributes(body);
  return body.innerHTML;
}

function inert(tag: string): string {
  return tag.replace(/([\s"'/])style\s*=/gi, `$1${STYLE}=`).replace(/([\s"'/])on[a-z]+\s*=/gi, "$1data-pasted=");
}

/** One declaration of an element's pasted style, in small letters; empty where it is not given. */
function styleOf(element: Element, property: string): string {
  const declarations = (element.getAttribute(STYLE) ?? "").toLowerCase().split(";");
  for (const declaration of declarations.reverse()) {
    const [name, ...value] = declaration.split(":");
    if (name?.trim() === property) return value.join(":").trim();
  }
  return "";
}

function dropComments(root: Element): void {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) (comment as Comment).remove();
}

/** Word writes lists as paragraphs with a bullet typed before them. */
function wordLists(root: Element): void {
  let open: { list: Element; level: number }[] = [];
  for (const paragraph of [...root.querySelectorAll("p")]) {
    const style = paragraph.getAttribute(STYLE) ?? "";
    const level = Number(/mso-list:[^;]*level(\d)/i.exec(style)?.[1] ?? 0);
    if (!level && !/MsoListParagraph/.test(paragraph.className)) {
      open = [];
      continue;
    }
    const sign = wordSign(paragraph);
    const depth = Math.max(1, level);
    while (open.length > depth) open.pop();
    const document = root.ownerDocument;
    if (open.length === 0 || !adjacent(open[0]?.list, paragraph)) {
      const list = document.createElement(/^\(?[0-9a-z]{1,3}[.)]/i.test(sign) ? "ol" : "ul");
      paragraph.before(list);
      open = [{ list, level: 1 }];
    } else if (open.length < depth) {
      const list = document.createElement(/^\(?[0-9a-z]{1,3}[.)]/i.test(sign) ? "ol" : "ul");
      open[open.length - 1]?.list.lastElementChild?.append(list);
      open.push({ list, level: depth });
    }
    const item = document.createElement("li");
    const text = document.createElement("p");
    text.append(...paragraph.childNodes);
    item.append(text);
    open[open.length - 1]?.list.append(item);
    paragraph.remove();
  }
}

function wordSign(paragraph: Element): string {
  const ignored = [...paragraph.querySelectorAll("span")].filter((span) =>
    /mso-list:\s*ignore/i.test(span.getAttribute(STYLE) ?? ""),
  );
  const text = ignored.map((span) => span.textContent).join("").trim();
  for (const span of ignored) span.remove();
  if (text) return text;
  const typed = /^\s*([·•o§-]|\(?[0-9a-z]{1,3}[.)])[\s\u00a0]+/i.exec(paragraph.textContent);
  return typed?.[1] ?? "";
}

function adjacent(list: Element | undefined, paragraph: Element): boolean {
  return list?.nextElementSibling === paragraph;
}

/** Google Docs says bold and italic by style, and wraps everything in a <b> that means nothing. */
function styleToMarks(root: Element): void {
  for (const element of [...root.querySelectorAll("b,strong,i,em,span,font,s,sup,sub,u")]) {
    const weight = styleOf(element, "font-weight");
    const outer = element.matches("b,strong") && (/^docs-internal-guid/.test(element.id) || weight === "normal");
    if (outer || (element.querySelector(BLOCKS) !== null && element.matches("b,strong,i,em,span,font,u"))) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    if (!element.matches("span,font,u")) continue;
    const marks: string[] = [];
    const drawn = styleOf(element, "text-decoration") + styleOf(element, "text-decoration-line");
    if (weight === "bold" || Number(weight) >= 600) marks.push("strong");
    if (styleOf(element, "font-style") === "italic") marks.push("em");
    if (drawn.includes("line-through")) marks.push("s");
    if (styleOf(element, "vertical-align") === "super") marks.push("sup");
    if (styleOf(element, "vertical-align") === "sub") marks.push("sub");
    if (MONOSPACED.test(styleOf(element, "font-family")) && element.closest("pre") === null) marks.push("code");
    let inner: Element | null = null;
    let outerMark: Element | null = null;
    for (const name of marks) {
      const mark = root.ownerDocument.createElement(name);
      if (inner) inner.append(mark);
      outerMark ??= mark;
      inner = mark;
    }
    if (inner && outerMark) {
      inner.append(...element.childNodes);
      element.replaceWith(outerMark);
    } else {
      element.replaceWith(...element.childNodes);
    }
  }
}

function rename(element: Element, name: string): void {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

/** The story's title is above the text: a first-level heading becomes a second-level one. */
function tagsToOurs(root: Element): void {
  for (const heading of [...root.querySelectorAll("h1")]) rename(heading, "h2");
  for (const heading of [...root.querySelectorAll("h5,h6")]) rename(heading, "h4");
  for (const paragraph of [...root.querySelectorAll("p.MsoTitle")]) rename(paragraph, "h2");
  for (const paragraph of [...root.querySelectorAll("p.MsoSubtitle")]) rename(paragraph, "h3");
  for (const paragraph of [...root.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote")]) {
    const quote = root.ownerDocument.createElement("blockquote");
    paragraph.before(quote);
    quote.append(paragraph);
  }
  // Office's own elements (o:p, st1:place) say nothing that we keep.
  for (const own of [...root.querySelectorAll("*")]) {
    if (own.localName.includes(":")) own.replaceWith(...own.childNodes);
  }
}

/** Only addresses that may be followed; Google's detour is taken out. */
function links(root: Element): void {
  for (const link of [...root.querySelectorAll("a")]) {
    let href = (link.getAttribute("href") ?? "").trim();
    const detour = /^https?:\/\/(?:www\.)?google\.[a-z.]+\/url\?(.*)$/i.exec(href);
    if (detour) href = new URLSearchParams(detour[1]).get("q") ?? href;
    if (SAFE.test(href)) link.setAttribute("href", href);
    else link.replaceWith(...link.childNodes);
  }
}

/** A picture from elsewhere is not fetched: that would tell its site who writes what. Its link stays. */
function pictures(root: Element): void {
  for (const picture of [...root.querySelectorAll("img")]) {
    if (picture.closest("figure[data-image]")) continue;
    const source = picture.getAttribute("src") ?? "";
    if (!/^https?:/i.test(source)) {
      picture.remove();
      continue;
    }
    const link = root.ownerDocument.createElement("a");
    link.setAttribute("href", source);
    link.textContent = picture.getAttribute("alt")?.trim() || source;
    picture.replaceWith(link);
  }
}

function emptyBlocks(root: Element): void {
  // A break between blocks is only distance, which the page's own look gives.
  for (const rest of root.querySelectorAll("br")) {
    const { previousElementSibling: before, nextElementSibling: after } = rest;
    if (before?.matches(BLOCKS) && (after === null || after.matches(BLOCKS))) rest.remove();
  }
  for (const block of [...root.querySelectorAll("p,div,h2,h3,h4,li,blockquote")].reverse()) {
    const blank = (block.textContent ?? "").replace(/[\s\u00a0]+/g, "") === "";
    if (blank && block.querySelector("figure,hr,table,a") === null && !block.closest("td,th")) block.remove();
  }
}

const KEPT: Record<string, string[]> = { a: ["href"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], ol: ["start"] };
/** How many cells a cell spans, or where a list begins: the table's code breaks on anything else. */
const WHOLE = /^[1-9]\d{0,2}$/;

function attributes(root: Element): void {
  for (const element of root.querySelectorAll("*")) {
    const name = element.localName;
    const ours = element.matches("[data-block], [data-node], figure[data-image], aside.pullquote, [data-pm-slice]");
    const language = name === "code" && /(?:^|\s)(language-[\w+#.-]+)/.exec(element.className)?.[1];
    for (const attribute of [...element.attributes]) {
      const keep =
        (KEPT[name]?.includes(attribute.name) && (name === "a" || WHOLE.test(attribute.value))) ||
        attribute.name === "data-pm-slice" ||
        (ours && (attribute.name.startsWith("data-") || attribute.value === "pullquote"));
      if (!keep) element.removeAttribute(attribute.name);
    }
    if (language) element.className = language;
  }
}

/** A pasted block whose id still stands in the document is a copy: it gets an id of its own. */
function withoutTakenIds(fragment: Fragment, taken: Set<string>): Fragment {
  const children: DocumentNode[] = [];
  fragment.forEach((node) => {
    const content = withoutTakenIds(node.content, taken);
    const id = node.attrs["id"] as string | undefined;
    const attrs = id && taken.has(id) ? { ...node.attrs, id: null } : node.attrs;
    children.push(node.isText ? node : node.type.create(attrs, content, node.marks));
  });
  return Fragment.fromArray(children);
}

export const CleanPaste = Extension.create({
  name: "cleanPaste",
  addProseMirrorPlugins() {
    return [
      new Plugin({
        key: new PluginKey("cleanPaste"),
        props: {
          transformPastedHTML: clean,
          transformPasted(slice, view) {
            const taken = new Set<string>();
            view.state.doc.descendants((node) => {
              if (node.attrs["id"]) taken.add(node.attrs["id"] as string);
            });
            return new Slice(withoutTakenIds(slice.content, taken), slice.openStart, slice.openEnd);
          },
        },
      }),
    ];
  },
});
