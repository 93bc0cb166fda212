// Follow and clap. The page is the same for everyone; how the reader stands is asked where a sign-in left its mark.
// Without a sign-in the forms go their own way, which leads to it.

/** What `GET /me/graph?of=…` answers, by "person:ID", "story:ID" … */
interface Own {
  followed: string[];
  hidden: string[];
  mine: string[];
  claps: Record<string, number>;
  resume: Record<string, { block: string; share: number }>;
}

const MOST = 50;
const HOLD = 400; // milliseconds until holding counts, then as long again between two claps, shorter each
const QUIET = 500; // what was pressed is sent after so long

const follows = [...document.querySelectorAll<HTMLFormElement>("[data-follow]")];
const claps = [...document.querySelectorAll<HTMLFormElement>("[data-clap]")];

function send(form: HTMLFormElement, more: Record<string, string>): Promise<boolean> {
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  return fetch(form.action, { method: "POST", body, headers: { accept: "application/json" }, keepalive: true }).then(
    (answer) => answer.ok,
    () => false,
  );
}

function follow(form: HTMLFormElement, followed: boolean): void {
  const show = (on: boolean): void => {
    followed = on;
    form.classList.toggle("on", on);
    form.querySelector("[data-on]")?.toggleAttribute("hidden", !on);
    form.querySelector("[data-off]")?.toggleAttribute("hidden", on);
  };
  show(followed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = !followed;
    for (const other of follows) if (other.dataset["follow"] === form.dataset["follow"]) other.dispatchEvent(new CustomEvent("octavo:follow", { detail: wanted }));
    void send(form, wanted ? {} : { undo: "1" }).then((done) => done || show(!wanted));
  });
  form.addEventListener("octavo:follow", (event) => show((event as CustomEvent<boolean>).detail));
}

function clap(form: HTMLFormElement, own: number): void {
  const button = form.querySelector("button");
  const total = form.querySelector<HTMLElement>("[data-total]");
  const bubble = form.querySelector<HTMLElement>("[data-own]");
  const undo = form.querySelector<HTMLElement>("[data-undo]");
  if (!button || !total || !bubble || !undo) return;
  const others = Math.max(0, Number(total.textContent?.replace(/\D/g, "") || 0) - own);
  let sent = own;
  let busy = false;
  let timer = 0;
  let holding = 0;
  let held = false;

  function show(floating = false): void {
    form.classList.toggle("on", own > 0);
    total!.textContent = others + own ? (others + own).toLocaleString(document.documentElement.lang) : "";
    bubble!.textContent = `+${own}`;
    undo!.hidden = !own;
    if (!floating) return;
    bubble!.hidden = false;
    bubble!.classList.remove("float");
    void bubble!.offsetWidth; // the movement begins anew
    bubble!.classList.add("float");
  }
  // One at a time: what is written last is what was pressed last.
  async function flush(): Promise<void> {
    if (busy || own === sent) return;
    busy = true;
    const now = own;
    const done = await send(form, { claps: String(now) });
    busy = false;
    if (done) sent = now;
    else if (own === now) own = sent;
    show();
    if (done) await flush();
  }
  function set(count: number): void {
    own = Math.min(MOST, Math.max(0, count));
    show(own > 0);
    clearTimeout(timer);
    timer = window.setTimeout(() => void flush(), QUIET);
  }
  function hold(pause: number): void {
    holding = window.setTimeout(() => {
      held = true;
      set(own + 1);
      hold(Math.max(60, pause * 0.8));
    }, pause);
  }
  button.addEventListener("pointerdown", () => {
    held = false;
    hold(HOLD);
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) button.addEventListener(end, () => clearTimeout(holding));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!held) set(own + 1);
    held = false;
  });
  undo.addEventListener("click", () => {
    bubble.hidden = true;
    set(0);
  });
  addEventListener("pagehide", () => void flush());
  show();
}

async function ask(): Promise<void> {
  const of = [...follows.map((form) => form.dataset["follow"]), ...claps.map((form) => form.dataset["clap"])];
  const query = new URLSearchParams([...new Set(of)].map((one) => ["of", one ?? ""]));
  const answer = await fetch(`/me/graph?${query}`, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const own = (await answer.json()) as Own;
  document.dispatchEvent(new CustomEvent("octavo:own", { detail: own }));
  for (const form of follows) {
    const one = form.dataset["follow"] ?? "";
    if (own.mine.includes(one)) form.remove();
    else follow(form, own.followed.includes(one));
  }
  for (const menu of document.querySelectorAll<HTMLElement>("[data-avoid]")) if (own.mine.includes(menu.dataset["avoid"] ?? "")) menu.remove();
  for (const form of claps) {
    const one = form.dataset["clap"] ?? "";
    if (own.mine.includes(one)) form.querySelector("button")?.setAttribute("disabled", "");
    else clap(form, own.claps[one] ?? 0);
  }
  const closed = document.querySelector<HTMLTemplateElement>("#not-for-you");
  if (closed && own.hidden.includes(closed.dataset["of"] ?? "")) document.querySelector("main")?.replaceChildren(closed.content.cloneNode(true));
}

if ((follows.length || claps.length) && "in" in document.documentElement.dataset) void ask();

export {};
