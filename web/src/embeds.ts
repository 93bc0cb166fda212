// A thing of another site is opened where its poster stands, when the reader asks for it and not before.
const ALLOWED = "autoplay; encrypted-media; fullscreen; picture-in-picture";
// Its own origin is what it needs to play; ours stays out of its reach, for it is another.
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

function open(figure: HTMLElement, poster: HTMLAnchorElement, address: string): void {
  const frame = document.createElement("iframe");
  frame.className = "embed-frame";
  frame.title = poster.querySelector(".embed-title")?.textContent ?? poster.textContent ?? "";
  frame.setAttribute("sandbox", SANDBOX);
  frame.allow = ALLOWED;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = address;
  poster.before(frame);
  figure.classList.add("embed-open");
  frame.focus();
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const poster = event.target.closest<HTMLAnchorElement>("a.embed-poster");
  const figure = poster?.closest<HTMLElement>("[data-frame]");
  const address = figure?.dataset["frame"] ?? "";
  // Once it is open, the same link leads to its page.
  if (!poster || !figure || !address.startsWith("https://") || figure.classList.contains("embed-open")) return;
  event.preventDefault();
  open(figure, poster, address);
});
