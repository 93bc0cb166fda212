// Light, dark, or as the device has it; the choice is kept in this browser.

const root = document.documentElement;
const order = ["auto", "light", "dark"] as const;
type Theme = (typeof order)[number];

function chosen(): Theme {
  const value = root.dataset["theme"];
  return value === "light" || value === "dark" ? value : "auto";
}

export function choose(theme: Theme): void {
  if (theme === "auto") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  try {
    if (theme === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // The browser keeps nothing for this site: the choice lasts for this page.
  }
  label();
}

/** What the reader sees at present becomes the other one. */
export function turn(): void {
  const dark = chosen() === "dark" || (chosen() === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  choose(dark ? "light" : "dark");
}

function label(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-switch]")) {
    button.textContent = `${button.dataset["label"] ?? ""}: ${button.dataset[chosen()] ?? ""}`;
    button.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest("[data-theme-switch]")) return;
  choose(order[(order.indexOf(chosen()) + 1) % order.length] ?? "auto");
});
label();
