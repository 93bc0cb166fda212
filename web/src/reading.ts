// How far a signed-in reader came in a story: told to their own history now and then, and where they go on.
// Whoever asks not to be watched has no history.

const PAUSE = 5000; // milliseconds between two reports, at least
const LETTERS_A_SECOND = 72; // as in seen.ts: who hurries to the end has not read it
const BEGUN = 3; // seconds until a story counts as opened
const EYE = 0.6; // how far down the window people read

/** Part of what `GET /me/graph?of=story:ID` answers, see graph.ts. */
interface Own {
  resume: Record<string, { block: string; share: number }>;
}

const body = document.querySelector<HTMLElement>("[data-story] [data-body]");
const story = body?.closest<HTMLElement>("[data-story]")?.dataset["story"];
const pill = document.querySelector<HTMLElement>("[data-resume]");
const declines = navigator.doNotTrack === "1" || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;

/** The block that the reader is at, and how much of the text lies before it, from 0 to 1. */
function place(text: HTMLElement): { block: string; share: number } {
  const eye = innerHeight * EYE;
  const blocks = [...text.children];
  let before = 0;
  let block = "";
  let passed = 0;
  for (const one of blocks) {
    const letters = one.textContent?.length ?? 0;
    const { top, height } = one.getBoundingClientRect();
    if (top <= eye) {
      block = one.id.startsWith("b-") ? one.id.slice(2) : block;
      passed = before + letters * Math.min(1, height ? (eye - top) / height : 1);
    }
    before += letters;
  }
  if (text.getBoundingClientRect().bottom <= innerHeight) passed = before;
  return { block, share: before ? passed / before : 0 };
}

function watch(text: HTMLElement, begun: number): void {
  let seconds = 0;
  let told = -1;
  let last = 0;
  const tell = (): void => {
    // A teaser is not the story: how far one came is known with its whole text.
    const whole = !document.querySelector("[data-teaser]");
    const { block, share } = place(text);
    const read = begun + (seconds * LETTERS_A_SECOND) / Math.max(1, text.textContent?.length ?? 1);
    const percent = whole ? Math.floor(100 * Math.min(1, share, read)) : 0;
    if (percent <= told) return;
    told = percent;
    last = Date.now();
    navigator.sendBeacon("/me/history/mark", new URLSearchParams({ story: story ?? "", share: String(percent), block: percent ? block : "" }));
  };
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    if (++seconds >= BEGUN && Date.now() - last >= PAUSE) tell();
  }, 1000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && seconds >= BEGUN) tell();
  });
}

/** Offers to go on where the reader was, until they do or read on by themselves. */
function offer(text: HTMLElement, at: { block: string; share: number }): void {
  const link = pill?.querySelector("a");
  if (!pill || !link) return;
  let target = document.getElementById(`b-${at.block}`);
  if (!target) {
    // The block is gone since: the same share of the text.
    const blocks = [...text.children] as HTMLElement[];
    const length = (one: HTMLElement): number => one.textContent?.length ?? 0;
    const letters = (blocks.reduce((sum, one) => sum + length(one), 0) * at.share) / 100;
    let passed = 0;
    target = blocks.find((one) => (passed += length(one)) >= letters) ?? null;
    if (!target) return;
    target.id ||= "resume";
  }
  if (target.getBoundingClientRect().top < innerHeight * EYE) return;
  const goal = target;
  link.href = `#${goal.id}`;
  pill.hidden = false;
  const done = (): void => {
    pill.hidden = true;
    removeEventListener("scroll", onScroll);
  };
  const onScroll = (): void => {
    if (goal.getBoundingClientRect().top < innerHeight * EYE || scrollY > 3 * innerHeight) done();
  };
  link.addEventListener("click", done);
  pill.querySelector("button")?.addEventListener("click", done);
  addEventListener("scroll", onScroll, { passive: true });
}

// Drafts and previews are no one's reading; whose own story it is, the site knows.
if (body && story && !declines && "in" in document.documentElement.dataset && !/^\/(draft|edit)\//.test(location.pathname))
  document.addEventListener("octavo:own", (event) => {
    const at = (event as CustomEvent<Own>).detail.resume[`story:${story}`];
    if (at) offer(body, at);
    watch(body, (at?.share ?? 0) / 100);
  });

export {};
