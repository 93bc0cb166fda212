// Buttons that copy an address, and say so for a moment.

const SHOWN_MS = 2000;

for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) button.hidden = !navigator.clipboard;

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
  if (button) void copy(button);
});

async function copy(button: HTMLElement): Promise<void> {
  const label = button.textContent;
  await navigator.clipboard.writeText(new URL(button.dataset["copy"] ?? "", location.href).href);
  button.textContent = button.dataset["done"] ?? label;
  setTimeout(() => (button.textContent = label), SHOWN_MS);
}
