// Slash commands: which there are, and the fields of the one that was chosen.

import { suggest } from "./choices.js";
import { element } from "./element.js";
import { localized, say } from "./words.js";

const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const words = document.getElementById("words");
const panel = document.getElementById("options");

/** Let one choose a command by typing `/` into the message field; `acts` runs it. */
export function offer(known, world, acts) {
  const list = document.getElementById("choices");
  suggest(words, list, {
    pause: 0,
    find: (typed) => (typed.startsWith("/") ? matching(known(), typed) : []),
    choose: ({ command }) => choose(command, world(), acts),
  });
}

function matching(known, typed) {
  const wanted = typed.slice(1).toLowerCase();
  return known
    .filter((one) => one.path.includes(wanted))
    .sort((a, b) => b.path.startsWith(wanted) - a.path.startsWith(wanted))
    .map((command) => ({
      command, label: `/${command.path}`, hint: localized(command, "description"),
    }));
}

function choose(command, world, acts) {
  words.value = "";
  if (!(command.options ?? []).length) acts.run(command.path, {});
  else ask(command, world, acts);
}

/** Close the fields, if there are any, and go back to writing. */
export function leave() {
  panel.hidden = true;
  panel.replaceChildren();
  words.hidden = false;
}

function ask(command, world, acts) {
  const read = new Map();
  const trouble = element("p", { className: "trouble", role: "alert" });
  const filled = () => Object.fromEntries(
    [...read].map(([name, value]) => [name, value()]).filter(([, value]) => value !== null));
  const fields = command.options.map((one) => field(one, command, world, acts, read, filled));
  const run = async () => {
    const empty = command.options.find((one) => one.required && read.get(one.name)() === null);
    if (empty) return panel.querySelector(`[data-option="${empty.name}"]`).focus();
    const wrong = await acts.run(command.path, filled());
    trouble.textContent = wrong ?? "";
    if (wrong) return panel.querySelector("[data-option]").focus();
    leave();
    return words.focus();
  };
  panel.replaceChildren(
    element("p", {}, element("strong", {}, `/${command.path}`), " ",
      localized(command, "description")),
    element("div", { className: "fields" }, ...fields), trouble,
    element("div", { className: "row end" },
      element("button", {
        type: "button", className: "button secondary", onclick: () => { leave(); words.focus(); },
      }, say("cancel")),
      element("button", { type: "button", className: "button primary", onclick: run }, say("run"))));
  panel.onkeydown = (event) => {
    if (event.key === "Escape") { leave(); words.focus(); }
    if (event.key === "Enter" && event.target.tagName !== "BUTTON") { event.preventDefault(); run(); }
  };
  words.hidden = true;
  panel.hidden = false;
  panel.querySelector("[data-option]").focus();
}

function field(told, command, world, acts, read, filled) {
  const fixed = fixedChoices(told, world);
  const made = fixed ? menu(fixed, told) : element("input", {
    autocomplete: "off", placeholder: localized(told, "description"),
    type: told.type === INTEGER ? "number" : "text",
  });
  made.dataset.option = told.name;
  const list = element("ul", { role: "listbox", className: "choices", hidden: true });
  let chosen = null;
  if (told.autocomplete) {
    list.id = `choices-${told.name}`;
    for (const [name, value] of [["role", "combobox"], ["aria-controls", list.id],
      ["aria-expanded", "false"], ["aria-autocomplete", "list"]]) made.setAttribute(name, value);
    const { [told.name]: mine, ...others } = { ...filled() };
    const suggesting = suggest(made, list, {
      find: (typed) => acts.suggest(command.path, told.name, typed, others),
      choose: (one) => { chosen = one; made.value = one.label; },
    });
    made.addEventListener("focus", suggesting.look);
  }
  read.set(told.name, () => value(told, fixed, made.value, chosen));
  const words = [localized(told, "name"), told.required ? "" : ` (${say("optional")})`];
  return element("div", {}, element("label", {}, element("span", {}, ...words), made), list);
}

function value(told, fixed, typed, chosen) {
  if (typed === "") return null;
  if (fixed) return fixed.find((one) => String(one.value) === typed).value;
  if (chosen?.label === typed) return chosen.value;
  return told.type === INTEGER ? Number(typed) : typed;
}

function fixedChoices(told, world) {
  if (told.type === BOOLEAN) {
    return [{ value: true, label: say("yes") }, { value: false, label: say("no") }];
  }
  if (told.type === CHANNEL) {
    return world.rooms.filter((one) => told.channel_types?.includes(one.type) ?? true)
      .map((one) => ({ value: one.id, label: one.parent ? one.name : `#${one.name}` }));
  }
  if (told.type === USER) {
    return Object.entries(world.users).map(([value, label]) => ({ value, label }));
  }
  return told.choices?.map((one) => ({ value: one.value, label: localized(one, "name") }));
}

function menu(options, told) {
  return element("select", { className: "menu" },
    element("option", { value: "" }, told.required ? say("choose") : say("none")),
    ...options.map((one) => element("option", { value: String(one.value) }, one.label)));
}
