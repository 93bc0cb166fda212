/** Makes elements without HTML in strings, so that nothing typed can become markup. */

type Child = Node | string | null | undefined | false;
type Value = string | boolean | number | null | undefined | ((event: never) => void);

/** An element with attributes, `on…` listeners and children. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), value as EventListener);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else {
      element.setAttribute(key, String(value));
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** A modal dialog with a heading and a close button; it is removed when closed. */
export function dialog(title: string, close: string, kind: string, ...children: Child[]): HTMLDialogElement {
  const heading = h("h2", { id: `panel-${kind}` }, title);
  const button = h("button", { type: "button", class: "panel-close", "aria-label": close }, "×");
  const element = h(
    "dialog",
    { class: `panel panel-${kind}`, "aria-labelledby": heading.id },
    h("header", { class: "panel-head" }, heading, button),
    ...children,
  );
  button.addEventListener("click", () => element.close());
  element.addEventListener("close", () => element.remove());
  document.body.append(element);
  element.showModal();
  return element;
}
