// Forms of sign-in and settings, a little better than the browser alone has them.
import "./ask";
import "./passkeys";
import "./portrait";
import { solve } from "./riddle";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-challenge]")) {
  const riddle = form.elements.namedItem("challenge") as HTMLInputElement;
  const answer = form.elements.namedItem("answer") as HTMLInputElement;
  // Solved while the address is being typed.
  const ready = solve(riddle.value, Number(form.dataset["difficulty"])).then((found) => (answer.value = found));
  form.addEventListener("submit", (event) => {
    if (answer.value) return;
    event.preventDefault();
    void ready.then(() => form.submit());
  });
}

// The browser knows the time zone; it is offered, not set.
const zone = document.querySelector<HTMLSelectElement>("select[data-zone]");
if (zone && !zone.value) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = zone.options[0];
  if (first && here) first.textContent += ` (${here})`;
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement) || event.defaultPrevented) return;
  const form = event.target;
  setTimeout(() => {
    for (const button of form.querySelectorAll<HTMLButtonElement>("button[type=submit]")) button.disabled = true;
  });
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[type=submit]:disabled")) button.disabled = false;
});

