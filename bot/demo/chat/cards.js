// Embeds, and the parts that messages are built of: texts, pictures, buttons, menus.

import { element, link } from "./element.js";
import { markdown, moment } from "./markdown.js";
import { say } from "./words.js";

const BUTTONS = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };

/** A card: title, words, fields, picture, footer. */
export function embed(told, world) {
  const card = coloured(element("article", { className: "card" }), told.color);
  if (told.author) card.append(element("p", { className: "by" }, told.author.name));
  if (told.title) {
    const words = markdown(told.title, world);
    card.append(element("h3", {}, told.url ? link(told.url, world, words) : words));
  }
  if (told.description) {
    card.append(element("div", { className: "words" }, markdown(told.description, world)));
  }
  if (told.fields?.length) card.append(fields(told.fields, world));
  if (told.thumbnail) card.append(picture(told.thumbnail.url, "", world, "thumbnail"));
  if (told.image) card.append(picture(told.image.url, "", world));
  if (told.footer || told.timestamp) card.append(footer(told));
  return card;
}

function fields(told, world) {
  return element("dl", {}, ...told.map((one) => element("div", { className: one.inline ? "" : "wide" },
    element("dt", {}, markdown(one.name, world)), element("dd", {}, markdown(one.value, world)))));
}

function footer(told) {
  const when = told.timestamp && moment(Date.parse(told.timestamp) / 1000, "d");
  const made = element("p", { className: "foot" }, told.footer?.text);
  if (when) made.append(told.footer ? " · " : "", when);
  return made;
}

/** A picture of the demo's blog; of another's, only the way to it: nothing is fetched from there. */
function picture(url, words, world, kind = "picture") {
  if (!url.startsWith(world.blog)) return link(url, world, `🖼 ${words || url}`);
  return element("img", { src: url, alt: words ?? "", className: kind, width: 1200, height: 630 });
}

function coloured(made, colour) {
  if (colour) made.style.setProperty("--edge", `#${colour.toString(16).padStart(6, "0")}`);
  return made;
}

/** A part of a message, by its type in Discord's API. */
export function part(told, message, world, acts) {
  const inside = () => (told.components ?? []).map((one) => part(one, message, world, acts));
  switch (told.type) {
    case 1: return element("div", { className: "row" }, ...inside());
    case 2: return button(told, message, world, acts);
    case 3: return menu(told, told.options.map(chosenOption), message, acts);
    case 6: return menu(told, named(world.roles, told), message, acts);
    case 8: return menu(told, named(channels(world), told), message, acts);
    case 9: return element("div", { className: "section" }, element("div", {}, ...inside()),
      part(told.accessory, message, world, acts));
    case 10: return element("div", { className: "words" }, markdown(told.content, world));
    case 11: return picture(told.media.url, told.description, world, "thumbnail");
    case 12: return element("div", { className: "gallery" },
      ...told.items.map((one) => picture(one.media.url, one.description, world)));
    case 14: return element("hr");
    case 17: return coloured(element("article", { className: "card" }, ...inside()),
      told.accent_color);
    default: return "";
  }
}

function button(told, message, world, acts) {
  const words = [told.emoji?.name, told.label].filter(Boolean).join(" ");
  const kind = `button ${BUTTONS[told.style]}`;
  if (told.url) {
    const leads = link(told.url, world, words);
    leads.className = kind;
    return leads;
  }
  return element("button", {
    className: kind, disabled: told.disabled,
    onclick: (event) => acts.press(message, told.custom_id, event.currentTarget),
  }, words);
}

function menu(told, options, message, acts) {
  const empty = told.min_values === 0
    ? { value: "", label: told.placeholder ?? say("none") }
    : { value: "", label: told.placeholder ?? say("choose"), disabled: true };
  const chosen = options.some((one) => one.chosen);
  const shown = chosen && told.min_values !== 0 ? options : [{ ...empty, chosen: !chosen }, ...options];
  return element("select", {
    className: "menu", disabled: told.disabled, "aria-label": told.placeholder ?? say("choose"),
    onchange: (event) => acts.choose(message, told.custom_id,
      event.currentTarget.value ? [event.currentTarget.value] : []),
  }, ...shown.map((one) => element("option", {
    value: one.value, disabled: one.disabled ?? false, selected: one.chosen,
    defaultSelected: one.chosen, title: one.description ?? "",
  }, one.label)));
}

function chosenOption(one) {
  return { ...one, chosen: Boolean(one.default) };
}

function channels(world) {
  const found = world.rooms.filter((one) => !one.parent);
  return Object.fromEntries(found.map((one) => [one.id, `#${one.name}`]));
}

function named(names, told) {
  const chosen = new Set((told.default_values ?? []).map((one) => one.id));
  return Object.entries(names).map(([value, label]) =>
    ({ value, label, chosen: chosen.has(value) }));
}
