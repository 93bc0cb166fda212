// How much a reader has not read of what they are told: counted beside the bell while the page is looked at.
// Pages out of sight do not listen, as a browser opens only so many connections to a site.

const MOST = 99;
let stream: EventSource | null = null;

function show(unread: number): void {
  const bell = document.querySelector<HTMLElement>("[data-bell]");
  const count = bell?.querySelector<HTMLElement>("[data-count]");
  if (!bell || !count) return;
  count.hidden = !unread;
  count.textContent = unread > MOST ? `${MOST}+` : unread ? String(unread) : "";
  bell.dataset["label"] ??= bell.getAttribute("aria-label") ?? "";
  bell.setAttribute("aria-label", unread ? `${bell.dataset["label"]}: ${count.textContent}` : bell.dataset["label"]);
}

function listen(): void {
  if (stream || document.visibilityState !== "visible" || !document.querySelector("[data-bell]")) return;
  stream = new EventSource("/me/notifications/stream");
  stream.addEventListener("message", (event) => show(Number(event.data)));
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") listen();
  else {
    stream?.close();
    stream = null;
  }
});
addEventListener("pagehide", () => {
  stream?.close();
  stream = null;
});
addEventListener("pageshow", listen);
// A page for everyone learns later who reads it.
document.addEventListener("octavo:unread", (event) => {
  show((event as CustomEvent<number>).detail);
  listen();
});

export {};
