// A page of figures asks for itself anew, gently: while it is looked at, and nobody reads on in it or types.

const PART = "[data-refresh]";
let timer = 0;

function seconds(): number {
  return Number(document.querySelector<HTMLElement>(PART)?.dataset["refresh"] ?? 0);
}

// What was opened stays open: known by what it says, without the figures in it, and which of those it is.
function known(part: Element): Map<string, HTMLDetailsElement> {
  const found = new Map<string, HTMLDetailsElement>();
  for (const one of part.querySelectorAll("details")) {
    const holder = one.closest("[id]")?.id ?? "";
    const says = (one.querySelector("summary")?.textContent ?? "").replace(/\d/g, "");
    let key = `${holder} ${says}`;
    while (found.has(key)) key += "+";
    found.set(key, one);
  }
  return found;
}

function keepOpen(from: Element, to: Element): void {
  const after = known(to);
  known(from).forEach((one, key) => after.get(key)?.toggleAttribute("open", one.open));
}

function isBusy(part: Element): boolean {
  const chosen = getSelection();
  return part.contains(document.activeElement) || (chosen !== null && !chosen.isCollapsed && part.contains(chosen.anchorNode));
}

async function refresh(): Promise<void> {
  const part = document.querySelector<HTMLElement>(PART);
  if (!part || document.visibilityState !== "visible" || isBusy(part)) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(PART);
  if (!fresh || isBusy(part)) return;
  keepOpen(part, fresh);
  part.replaceWith(document.adoptNode(fresh));
}

function again(): void {
  const pause = seconds();
  if (!pause) return;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    // The next one is asked for when this one is here or has failed: a slow site is not asked twice at once.
    refresh().catch(() => undefined).finally(again);
  }, pause * 1000);
}

again();

export {};
