// A form that the bot shows: Discord's modal.

import { element } from "./element.js";
import { markdown } from "./markdown.js";
import { say } from "./words.js";

const PARAGRAPH = 2;
const dialog = document.getElementById("form");

/** Show the form; `send` gets its values by the fields' ids, and says what was wrong, if anything. */
export function show(told, world, send) {
  const trouble = element("p", { className: "trouble", role: "alert" });
  const form = element("form", { method: "dialog" },
    element("h2", { id: "form-title" }, told.title),
    ...told.components.map((one) => row(one, world)), trouble,
    element("div", { className: "row end" },
      element("button", {
        type: "button", className: "button secondary", onclick: () => dialog.close(),
      }, say("cancel")),
      element("button", { className: "button primary" }, say("send"))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = [...form.querySelectorAll("[name]")];
    const values = Object.fromEntries(fields.map((one) => [one.name, one.value]));
    trouble.textContent = await send(values) ?? "";
    if (!trouble.textContent) dialog.close();
  });
  dialog.replaceChildren(form);
  dialog.showModal();
  form.querySelector("[name]")?.focus();
}

function row(told, world) {
  if (told.type === 10) return element("div", { className: "words" }, markdown(told.content, world));
  const field = told.component ?? told.components?.[0];
  const words = told.label ?? field.label;
  return element("label", {},
    element("span", {}, words, field.required === false ? ` (${say("optional")})` : ""),
    told.description ? element("small", {}, told.description) : null,
    input(field));
}

function input(told) {
  const made = element(told.style === PARAGRAPH ? "textarea" : "input", {
    name: told.custom_id, value: told.value ?? "", placeholder: told.placeholder ?? "",
    required: told.required !== false, autocomplete: "off",
  });
  if (told.style === PARAGRAPH) made.rows = 6;
  if (told.max_length) made.maxLength = told.max_length;
  if (told.min_length) made.minLength = told.min_length;
  return made;
}
