// A page of figures asks for itself anew, gently: while it is looked at, and nobody reads on in it or types.

const PART = "[data-refresh]";
let timer = 0;

function seconds(): number {
  return Number(document.querySelector<HTMLElement>(PART)?.dataset["refresh"] ?? 0);
}

// What was opened stays open, by the place in which it stands.
function keepOpen(from: Element, to: Element): void {
  const before = from.querySelectorAll("details");
  const after = to.querySelectorAll("details");
  if (before.length !== after.length) return;
  before.forEach((one, at) => after[at]?.toggleAttribute("open", one.open));
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
