/** The interface's words, translated by the server and left in the page as JSON. */

let catalogue: Record<string, string> | null = null;

function load(): Record<string, string> {
  const element = document.getElementById("editor-words");
  return element ? (JSON.parse(element.textContent || "{}") as Record<string, string>) : {};
}

/** The translation of an English phrase; `{name}` is replaced by the value of that name. */
export function t(phrase: string, values: Record<string, string | number> = {}): string {
  catalogue ??= load();
  const text = catalogue[phrase] ?? phrase;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** The page's language, for dates and numbers. */
export function language(): string {
  return document.documentElement.lang || "en";
}

/** A moment as a reader of this page writes it. */
export function moment(iso: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}
