/** Formulas set by the server, so that the editor shows what readers will see, without a library of its own. */
import { t } from "./words";

export interface Formula {
  /** MathML, or the source where it cannot be set. */
  html: string;
  /** What is wrong, for its author; empty: nothing. */
  problem: string;
}

const known = new Map<string, Promise<Formula>>();
const MOST = 500;

/** The formula as it will stand on the page; asked once for each. */
export function formula(latex: string, block: boolean): Promise<Formula> {
  const key = `${block ? "block" : "line"} ${latex}`;
  let asked = known.get(key);
  if (!asked) {
    if (known.size >= MOST) known.clear();
    asked = ask(latex, block);
    known.set(key, asked);
    asked.then(
      (answer) => answer.problem === AWAY() && known.delete(key),
      () => known.delete(key),
    );
  }
  return asked;
}

const AWAY = (): string => t("Offline: the formula is shown when you are back.");

async function ask(latex: string, block: boolean): Promise<Formula> {
  try {
    const response = await fetch("/edit/formula", {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ latex, block: block ? "1" : "" }),
      credentials: "same-origin",
    });
    if (response.ok) return (await response.json()) as Formula;
  } catch {
    // Offline: the source is shown for now.
  }
  return { html: "", problem: AWAY() };
}
