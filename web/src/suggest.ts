// People and topics below a search field while one types: a combobox as the ARIA patterns have it.
// Without this script, and whenever it learns nothing, the field is a plain one in a plain form.

const PAUSE = 120;
/** The text; then names, what each is, and where it leads (OpenSearch suggestions). */
type Answer = [string, string[], string[], string[]];

function combobox(input: HTMLInputElement): void {
  const source = input.dataset["suggest"];
  if (!source) return;
  const list = document.createElement("ul");
  list.id = `${input.dataset["name"] ?? "search"}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset["label"] ?? "");
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]] as const)
    input.setAttribute(name, value);

  let timer = 0;
  let asking: AbortController | undefined;
  let chosen = -1;
  const options = (): HTMLElement[] => [...list.children] as HTMLElement[];

  const close = (): void => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    choose(-1);
    input.setAttribute("aria-expanded", "false");
  };
  const choose = (at: number): void => {
    chosen = at;
    options().forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const option = options()[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const show = ([, names, abouts, addresses]: Answer): void => {
    list.replaceChildren(
      ...names.map((name, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.dataset["to"] = addresses[number] ?? "";
        const about = document.createElement("span");
        about.append(abouts[number] ?? "");
        option.append(name, " ", about);
        return option;
      }),
    );
    choose(-1);
    list.hidden = !names.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const ask = async (): Promise<void> => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const text = input.value.trim();
    if (!text) return close();
    try {
      const answer = await fetch(`${source}?q=${encodeURIComponent(text)}`, { signal: mine.signal });
      if (answer.ok && !mine.signal.aborted && document.activeElement === input) show((await answer.json()) as Answer);
    } catch {
      // Taken back, or the network is away: there is nothing to suggest.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.childElementCount;
    if (event.key === "ArrowDown" && !count) void ask();
    else if (event.key === "ArrowDown" && count) choose(chosen + 1 < count ? chosen + 1 : -1);
    else if (event.key === "ArrowUp" && count) choose(chosen < 0 ? count - 1 : chosen - 1);
    else if (event.key === "Escape" && count) close();
    else if (event.key === "Enter" && count && chosen >= 0) location.assign(options()[chosen]?.dataset["to"] ?? "");
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus, which would close the list.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
    if (option && event.button === 0) location.assign(option.dataset["to"] ?? "");
  });
}

for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) combobox(input);
