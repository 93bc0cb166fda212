// One's own picture: chosen, sent to `/images`, shown, and kept when the profile is saved.

const field = document.querySelector<HTMLElement>("[data-portrait]");
if (field) prepare(field);

function prepare(root: HTMLElement): void {
  const id = root.querySelector<HTMLInputElement>("[name=picture_id]");
  const file = root.querySelector<HTMLInputElement>("input[type=file]");
  const shown = root.querySelector<HTMLElement>("[data-shown]");
  const remove = root.querySelector<HTMLElement>("[data-remove]");
  const status = root.querySelector<HTMLElement>("[data-status]");
  const tools = root.querySelector<HTMLElement>("[data-tools]");
  if (!id || !file || !shown || !remove || !status || !tools) return;
  tools.hidden = false;
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen) void send(chosen);
  });
  remove.addEventListener("click", () => {
    id.value = "";
    shown.replaceChildren();
    remove.hidden = true;
  });

  async function send(chosen: File): Promise<void> {
    if (!id || !shown || !status || !remove) return;
    status.textContent = root.dataset["busy"] ?? "";
    const answer = await fetch("/images", { method: "POST", body: chosen }).catch(() => null);
    if (!answer?.ok) {
      status.textContent = root.dataset["failed"] ?? "";
      return;
    }
    id.value = ((await answer.json()) as { id: string }).id;
    const image = Object.assign(new Image(), { className: "avatar avatar-large", alt: "", src: URL.createObjectURL(chosen) });
    shown.replaceChildren(image);
    remove.hidden = false;
    status.textContent = "";
  }
}

export {};
