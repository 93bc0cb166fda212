/** Pictures by choice, drag and paste, with their progress shown where they will stand. */
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { h } from "./dom";
import type { Uploaded } from "./types";
import { t } from "./words";

/** Of one gallery. */
export const MOST_PICTURES = 10;

const LIMIT_MB = 20;
const ACCEPTED = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"];
const key = new PluginKey<DecorationSet>("uploads");

interface Begin {
  id: object;
  position: number;
  element: HTMLElement;
}

/** Tells the person of a failure without taking their place in the text. */
export function tell(message: string): void {
  const region = document.getElementById("editor-messages") ?? document.body;
  const line = h("p", { class: "message", role: "alert" }, message);
  region.append(line);
  setTimeout(() => line.remove(), 8000);
}

/** Sends a file; `progress` hears of the share that is sent, 0 to 1. Rejects with a message for people. */
export function send(file: File, progress: (share: number) => void): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    if (file.size > LIMIT_MB * 1024 * 1024) {
      reject(new Error(t("“{name}” is larger than {limit} MB.", { name: file.name, limit: LIMIT_MB })));
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", "/images");
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name).slice(0, 300));
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Error(t("“{name}” could not be sent. Are you offline?", { name: file.name })));
    request.onload = () => {
      let answer: Partial<Uploaded> & { message?: string } = {};
      try {
        answer = JSON.parse(request.responseText) as typeof answer;
      } catch {
        // A proxy's page instead of our answer: the status says enough.
      }
      if (request.status < 300 && answer.id) resolve(answer as Uploaded);
      else reject(new Error(answer.message ?? t("“{name}” could not be stored ({status}).", { name: file.name, status: request.status })));
    };
    request.send(file);
  });
}

function pictures(list: FileList | File[] | null | undefined): File[] {
  return [...(list ?? [])].filter((file) => ACCEPTED.includes(file.type) || /\.(jpe?g|png|gif|webp|avif)$/i.test(file.name));
}

/** Where the progress of a sending stands now; the caret where it is gone. */
function placeOf(editor: Editor, id: object): number {
  const place = key.getState(editor.state)?.find(undefined, undefined, (spec) => spec["id"] === id)[0];
  return place ? place.from : editor.state.selection.from;
}

/** Puts a block in the place of an empty paragraph, or after the block that stands there; a line follows it. */
function putBlock(editor: Editor, block: object, at: number): void {
  const $at = editor.state.doc.resolve(at);
  const emptyParagraph = $at.parent.type.name === "paragraph" && $at.parent.content.size === 0;
  const target = emptyParagraph ? { from: $at.before(), to: $at.after() } : $at.depth > 0 ? $at.after(1) : at;
  const end = typeof target === "number" ? target : target.to;
  const last = end >= editor.state.doc.content.size;
  editor.chain().insertContentAt(target, [block, ...(last ? [{ type: "paragraph" }] : [])]).run();
}

/** Puts a picture into the text at `position`, its progress first. */
export async function insertPicture(editor: Editor, file: File, position: number): Promise<void> {
  const id = {};
  const bar = h("progress", { max: 100, value: 0, "aria-label": t("Sending “{name}”", { name: file.name }) });
  const element = h("div", { class: "upload" }, h("span", {}, file.name), bar);
  editor.view.dispatch(editor.state.tr.setMeta(key, { begin: { id, position, element } satisfies Begin }));
  try {
    const image = await send(file, (share) => (bar.value = Math.round(share * 100)));
    const at = placeOf(editor, id);
    editor.view.dispatch(editor.state.tr.setMeta(key, { end: id }));
    const { width, height, placeholder } = image;
    putBlock(editor, { type: "figure", attrs: { image: image.id, width, height, placeholder, layout: "inset" } }, at);
  } catch (error) {
    editor.view.dispatch(editor.state.tr.setMeta(key, { end: id }));
    tell(error instanceof Error ? error.message : String(error));
  }
}

interface FigureJson {
  type: "figure";
  attrs: Record<string, unknown>;
}

/** Sends all at once; those that could not be sent are told of, the others come in the order given. */
export async function sendAll(files: File[], progress: (share: number) => void): Promise<FigureJson[]> {
  const shares = files.map(() => 0);
  const sent = await Promise.allSettled(
    files.map((file, index) =>
      send(file, (share) => {
        shares[index] = share;
        progress(shares.reduce((sum, one) => sum + one, 0) / files.length);
      }),
    ),
  );
  for (const one of sent) if (one.status === "rejected") tell(one.reason instanceof Error ? one.reason.message : String(one.reason));
  return sent.flatMap((one) => {
    if (one.status === "rejected") return [];
    const { id, width, height, placeholder } = one.value;
    return [{ type: "figure" as const, attrs: { image: id, width, height, placeholder, layout: "inset" } }];
  });
}

/** Sends several and puts them in as one gallery; those that could not be sent are told of. */
export async function insertGallery(editor: Editor, files: File[], position: number): Promise<void> {
  if (files.length > MOST_PICTURES) tell(t("A gallery holds at most {limit} pictures.", { limit: MOST_PICTURES }));
  const some = files.slice(0, MOST_PICTURES);
  const id = {};
  const label = t("{count} pictures", { count: some.length });
  const bar = h("progress", { max: 100, value: 0, "aria-label": label });
  const element = h("div", { class: "upload" }, h("span", {}, label), bar);
  editor.view.dispatch(editor.state.tr.setMeta(key, { begin: { id, position, element } satisfies Begin }));
  const figures = await sendAll(some, (share) => (bar.value = Math.round(share * 100)));
  const at = placeOf(editor, id);
  editor.view.dispatch(editor.state.tr.setMeta(key, { end: id }));
  if (figures.length === 0) return;
  putBlock(editor, figures.length === 1 ? (figures[0] as object) : { type: "gallery", content: figures }, at);
}

/** One picture stands alone, several dropped or chosen together are a gallery. */
function insertPictures(editor: Editor, files: File[], position: number): void {
  if (files.length > 1) void insertGallery(editor, files, position);
  else for (const file of files) void insertPicture(editor, file, position);
}

/** Lets the person choose pictures for `position`: each stands for itself. */
export function choosePictures(editor: Editor, position: number): void {
  const field = h("input", { type: "file", accept: ACCEPTED.join(","), multiple: true });
  field.addEventListener("change", () => {
    for (const file of pictures(field.files)) void insertPicture(editor, file, position);
  });
  field.click();
}

/** Lets the person choose the pictures of a gallery. */
export function chooseGallery(editor: Editor, position: number): void {
  const field = h("input", { type: "file", accept: ACCEPTED.join(","), multiple: true });
  field.addEventListener("change", () => void insertGallery(editor, pictures(field.files), position));
  field.click();
}

export const Uploads = Extension.create({
  name: "uploads",

  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: () => DecorationSet.empty,
          apply(transaction, set) {
            let next = set.map(transaction.mapping, transaction.doc);
            const change = transaction.getMeta(key) as { begin?: Begin; end?: object } | undefined;
            if (change?.begin) {
              const { position, element, id } = change.begin;
              next = next.add(transaction.doc, [Decoration.widget(position, element, { id, side: 1 })]);
            }
            if (change?.end) next = next.remove(next.find(undefined, undefined, (spec) => spec["id"] === change.end));
            return next;
          },
        },
        props: {
          decorations: (state) => key.getState(state),
          handlePaste(view, event) {
            const files = pictures(event.clipboardData?.files);
            // Word and browsers add a picture of the text itself: text wins.
            if (files.length === 0 || event.clipboardData?.types.includes("text/html")) return false;
            insertPictures(editor, files, view.state.selection.from);
            return true;
          },
          handleDrop(view, event, _slice, moved) {
            const files = pictures(event.dataTransfer?.files);
            if (moved || files.length === 0) return false;
            event.preventDefault();
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.doc.content.size;
            insertPictures(editor, files, at);
            return true;
          },
        },
      }),
    ];
  },
});
