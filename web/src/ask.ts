// Forms that ask before they do: `data-ask` holds the question. And those that act on a choice at once.

const sheet = document.querySelector<HTMLDialogElement>("#ask");
let waiting: HTMLFormElement | null = null;

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset["ask"] || !sheet) return;
    event.preventDefault();
    waiting = form;
    const question = sheet.querySelector("[data-question]");
    if (question) question.textContent = form.dataset["ask"];
    sheet.returnValue = "";
    sheet.showModal();
  },
  true,
);
sheet?.addEventListener("close", () => {
  if (sheet.returnValue === "yes") waiting?.submit();
  waiting = null;
});

export {};
