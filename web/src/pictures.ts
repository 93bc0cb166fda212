// Placeholders while pictures load, and a picture's own size at a click.
import { thumbHashToDataURL } from "./thumbhash";

function prepare(): void {
  for (const image of document.querySelectorAll<HTMLImageElement>("img[data-placeholder]")) placeholder(image);
  for (const image of document.querySelectorAll<HTMLImageElement>(".prose figure > img, .cover img")) {
    if ("zoom" in image.dataset) continue;
    image.dataset["zoom"] = image.alt;
    image.tabIndex = 0;
    image.setAttribute("role", "button");
    image.setAttribute("aria-haspopup", "dialog");
    // An empty alt says that there is nothing here, and a button needs a name.
    if (!image.alt) image.alt = document.querySelector<HTMLElement>("#lightbox")?.dataset["label"] ?? "";
  }
}

function placeholder(image: HTMLImageElement): void {
  const hash = image.dataset["placeholder"] ?? "";
  delete image.dataset["placeholder"];
  if (image.complete || !hash) return;
  try {
    image.style.background = `url(${thumbHashToDataURL(hash)}) center / cover`;
  } catch {
    return; // Not a ThumbHash: the plain ground stays.
  }
  image.addEventListener("load", () => image.style.removeProperty("background"), { once: true });
}

function open(image: HTMLImageElement): void {
  const sheet = document.querySelector<HTMLDialogElement>("#lightbox");
  const large = sheet?.querySelector("img");
  if (!sheet || !large) return;
  large.alt = image.dataset["zoom"] ?? "";
  large.srcset = image.srcset;
  large.sizes = "100vw";
  large.src = image.src;
  sheet.showModal();
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const image = event.target.closest<HTMLImageElement>("img[data-zoom]");
  if (image && !image.closest("a")) open(image);
  else event.target.closest<HTMLDialogElement>("#lightbox")?.close();
});
document.addEventListener("keydown", (event) => {
  const image = document.activeElement;
  if ((event.key !== "Enter" && event.key !== " ") || !(image instanceof HTMLImageElement) || !("zoom" in image.dataset)) return;
  event.preventDefault();
  open(image);
});
document.addEventListener("octavo:body", prepare);
prepare();
