// Words that readers mark: a bar beside the words that one chose, what is marked drawn into the text, and a button
// in the margin of each paragraph with marks. Nothing is put into the text itself: marks are drawn over it (CSS
// Custom Highlight API), and only where the words that were marked stand in their place.

/** A mark as `GET /me/highlights/in/ID` tells it; offsets in UTF-16 units of its block's text. */
interface Mark {
  id: string;
  block: string;
  start: number;
  end: number;
  quote: string;
  note: string;
  public: boolean;
  mine: boolean;
  by: string;
}
type Place = Pick<Mark, "block" | "start" | "end" | "quote">;

const LONGEST = 1000;
const JSON_ONLY = { accept: "application/json" };

const text = document.querySelector<HTMLElement>("[data-story] [data-body]");
const article = text?.closest<HTMLElement>("[data-story]");
const words = document.querySelector<HTMLTemplateElement>("#marking");
const member = "in" in document.documentElement.dataset;

/** The range of a mark, or null where other words stand there by now. */
function rangeOf(place: Place): Range | null {
  const block = document.getElementById(`b-${place.block}`);
  if (!block || block.textContent?.slice(place.start, place.end) !== place.quote) return null;
  const range = document.createRange();
  const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = nodes.nextNode() as Text | null; node; node = nodes.nextNode() as Text | null) {
    const after = passed + node.length;
    if (place.start >= passed && place.start < after) range.setStart(node, place.start - passed);
    if (place.end > passed && place.end <= after) {
      range.setEnd(node, place.end - passed);
      return range;
    }
    passed = after;
  }
  return null;
}

/** The chosen words, within one block; "several" where they reach over more. */
function chosen(): { place: Place; range: Range } | "several" | null {
  const selection = getSelection();
  if (!text || !selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer)) return null;
  const from = range.startContainer instanceof Element ? range.startContainer.childNodes[range.startOffset] ?? range.startContainer : range.startContainer;
  const block = (from instanceof Element ? from : from.parentElement)?.closest<HTMLElement>("[id^='b-']");
  if (!block) return null;
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(range.startContainer, range.startOffset);
  const within = range.cloneRange();
  if (!block.contains(range.endContainer)) {
    within.setEndAfter(block.lastChild ?? block);
    // Three clicks choose a paragraph up to the beginning of the next one: that is one paragraph.
    if (range.toString().slice(within.toString().length).trim()) return "several";
  }
  const all = within.toString();
  const quote = all.trim();
  const start = before.toString().length + all.length - all.trimStart().length;
  if (!quote || quote.length > LONGEST) return null;
  return { place: { block: block.id.slice(2), start, end: start + quote.length, quote }, range: within };
}

/** The address of words of this page, as browsers find them. */
function directive(place: Place): string {
  const named = place.quote.split(/\s+/);
  const coded = (part: string[]): string => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D");
  const said = place.quote.length > 200 && named.length > 9 ? `${coded(named.slice(0, 5))},${coded(named.slice(-5))}` : coded(named);
  return `${location.origin}${location.pathname}#b-${place.block}:~:text=${said}`;
}

function begin(text: HTMLElement, article: HTMLElement, words: HTMLTemplateElement): void {
  const story = article.dataset["story"] ?? "";
  const says = words.dataset;
  const pieces = words.content.cloneNode(true) as DocumentFragment;
  const bar = pieces.querySelector<HTMLElement>(".mark-bar")!;
  const status = bar.querySelector<HTMLElement>("[role=status]")!;
  const sheet = pieces.querySelector<HTMLDialogElement>("dialog")!;
  const form = pieces.querySelector<HTMLFormElement>("form")!;
  const margin = document.createElement("div");
  let marks: Mark[] = [];
  let drawn: { mark: Mark; range: Range }[] = [];
  let pressed = false;
  form.remove();
  margin.className = "mark-margin";
  article.append(margin);
  document.body.append(bar, sheet);

  function send(address: string, fields: Record<string, string>): Promise<Response | null> {
    return fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: JSON_ONLY }).catch(() => null);
  }
  async function problem(answer: Response | null): Promise<string> {
    const told = answer ? ((await answer.json().catch(() => null)) as { problem?: string } | null) : null;
    return told?.problem ?? says["failed"] ?? "";
  }

  // What is marked

  function draw(): void {
    drawn = marks.flatMap((mark) => {
      const range = rangeOf(mark);
      return range ? [{ mark, range }] : [];
    });
    const top = document.querySelector<HTMLElement>("[data-top]")?.dataset;
    const most = top ? rangeOf({ block: top["block"] ?? "", start: Number(top["start"]), end: Number(top["end"]), quote: top["quote"] ?? "" }) : null;
    if (typeof Highlight === "function" && CSS.highlights) {
      CSS.highlights.set("mine", new Highlight(...drawn.filter(({ mark }) => mark.mine).map(({ range }) => range)));
      CSS.highlights.set("others", new Highlight(...drawn.filter(({ mark }) => !mark.mine).map(({ range }) => range)));
      CSS.highlights.set("top", new Highlight(...(most ? [most] : [])));
    }
    place();
  }
  /** A button beside each paragraph with marks. */
  function place(): void {
    const blocks = [...new Set(drawn.map(({ mark }) => mark.block))];
    margin.replaceChildren(
      ...blocks.map((block) => {
        const here = drawn.filter(({ mark }) => mark.block === block).map(({ mark }) => mark);
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = String(here.length);
        button.classList.toggle("noted", here.some((mark) => mark.note));
        button.setAttribute("aria-label", (says["many"] ?? "{number}").replace("{number}", String(here.length)));
        const at = document.getElementById(`b-${block}`);
        if (at) button.style.insetBlockStart = `${at.getBoundingClientRect().top - article.getBoundingClientRect().top}px`;
        button.addEventListener("click", () => open(here));
        return button;
      }),
    );
  }
  async function load(): Promise<void> {
    const answer = await fetch(`/me/highlights/in/${story}`, { headers: JSON_ONLY }).catch(() => null);
    if (answer?.ok) marks = (await answer.json().catch(() => [])) as Mark[];
    draw();
  }

  // One's own words about them

  function open(which: Mark[]): void {
    sheet.replaceChildren(...which.map(formOf));
    if (!sheet.open) sheet.showModal();
  }
  function formOf(mark: Mark): HTMLFormElement {
    const one = form.cloneNode(true) as HTMLFormElement;
    const part = (name: string): HTMLElement => one.querySelector<HTMLElement>(`[data-${name}]`)!;
    const note = one.querySelector("textarea")!;
    const hidden = one.querySelector<HTMLInputElement>("[name=private]")!;
    part("quote").textContent = mark.quote;
    part("by").textContent = mark.by;
    part("note").textContent = mark.mine ? "" : mark.note;
    for (const own of one.querySelectorAll("[data-own]")) if (!mark.mine) own.remove();
    note.value = mark.note;
    hidden.checked = !mark.public;
    one.querySelector("[data-do=share]")?.addEventListener("click", () => void copy(`${location.origin}/h/${mark.id}`, part("by")));
    one.querySelector("[data-do=remove]")?.addEventListener("click", () => void change("remove"));
    one.addEventListener("submit", (event) => {
      event.preventDefault();
      void change("change");
    });
    async function change(how: "change" | "remove"): Promise<void> {
      const answer = await send(`/h/${mark.id}/${how}`, { note: note.value, private: hidden.checked ? "1" : "" });
      if (!answer?.ok) {
        part("problem").textContent = await problem(answer);
        part("problem").hidden = false;
        return;
      }
      if (how === "remove") marks = marks.filter((other) => other.id !== mark.id);
      else Object.assign(mark, { note: note.value.trim(), public: !hidden.checked });
      sheet.close();
      draw();
    }
    return one;
  }
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });

  // The bar beside the chosen words

  async function copy(address: string, where: HTMLElement): Promise<void> {
    await navigator.clipboard.writeText(address);
    where.textContent = says["copied"] ?? "";
  }
  function show(): void {
    const now = pressed ? null : chosen();
    bar.hidden = !now;
    if (!now) return;
    const several = now === "several";
    for (const button of bar.querySelectorAll("button")) button.hidden = several || (button.dataset["do"] === "link" && !navigator.clipboard);
    status.textContent = several ? says["several"] ?? "" : "";
    const box = (several ? getSelection()!.getRangeAt(0) : now.range).getBoundingClientRect();
    // A phone's own menu stands above the words.
    const below = matchMedia("(pointer: coarse)").matches || box.top < bar.offsetHeight + 16;
    bar.style.insetBlockStart = `${scrollY + (below ? box.bottom + 12 : box.top - bar.offsetHeight - 10)}px`;
    bar.style.left = `${Math.max(8, Math.min(innerWidth - bar.offsetWidth - 8, box.left + box.width / 2 - bar.offsetWidth / 2))}px`;
  }
  async function act(what: string | undefined): Promise<void> {
    const now = chosen();
    if (!now || now === "several") return;
    if (what === "link") return copy(directive(now.place), status);
    if (!member) return location.assign(says["signIn"] ?? "/sign-in");
    const { block, start, end, quote } = now.place;
    const answer = await send(says["action"] ?? "", { block, start: String(start), end: String(end), quote });
    if (!answer?.ok) {
      status.textContent = await problem(answer);
      return;
    }
    const mark = (await answer.json()) as Mark;
    marks.push(mark);
    getSelection()?.removeAllRanges();
    bar.hidden = true;
    draw();
    if (what === "note") open([mark]);
  }
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay chosen
  bar.addEventListener("click", (event) => void act((event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"]));
  document.addEventListener("pointerdown", (event) => (pressed = event.pointerType === "mouse" && !bar.contains(event.target as Node)));
  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, () => {
      pressed = false;
      setTimeout(show);
    });
  document.addEventListener("selectionchange", () => setTimeout(show));
  addEventListener("resize", () => {
    show();
    place();
  });
  // Before the page's single keys, which mean other things.
  document.addEventListener(
    "keydown",
    (event) => {
      if (bar.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
      const what = { h: "mark", n: "note", Escape: "" }[event.key];
      if (what === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (what) void act(what);
      else bar.hidden = true;
    },
    true,
  );
  // A click on one's own marked words opens them.
  text.addEventListener("click", (event) => {
    if (!getSelection()?.isCollapsed || (event.target as Element).closest("a")) return;
    const at = ({ clientX: x, clientY: y }: MouseEvent): ((box: DOMRect) => boolean) => (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    const hit = drawn.filter(({ range }) => [...range.getClientRects()].some(at(event)));
    if (hit.length) open(hit.map(({ mark }) => mark));
  });

  new ResizeObserver(place).observe(text);
  // The rest of a members' story comes later.
  new MutationObserver(draw).observe(text, { childList: true });
  if (member) void load();
  else draw();
}

if (text && article && words) begin(text, article, words);

export {};
