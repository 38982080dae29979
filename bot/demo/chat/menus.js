// What one can do with a message: its menu, with the bot's commands below "Apps".

import { element } from "./element.js";
import { localized, say } from "./words.js";

const EMOJI = ["👍", "❤️", "😄"];
const menu = document.getElementById("menu");
let opener = null;

menu.addEventListener("keydown", (event) => {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const place = items.indexOf(document.activeElement);
  items[(place + step + items.length) % items.length].focus();
});
menu.addEventListener("toggle", (event) => {
  if (event.newState === "closed" && menu.contains(document.activeElement)) opener?.focus();
});

/** Open the menu of a message where it was asked for. */
export function open(event, message, world, apps, acts) {
  event.preventDefault();
  opener = event.currentTarget;
  const own = message.author.id === world.me;
  const item = (words, act) => element("button", {
    role: "menuitem", tabIndex: -1, onclick: () => { menu.hidePopover(); act(); },
  }, words);
  menu.setAttribute("aria-label", say("more"));
  menu.replaceChildren(
    element("div", { className: "emoji", role: "none" }, ...EMOJI.map((emoji) => {
      const made = item(emoji, () => acts.react(message, emoji, true));
      made.setAttribute("aria-label", say("react", { emoji }));
      return made;
    })),
    ...[
      item(say("reply"), () => acts.answer(message)),
      own ? item(say("edit"), () => acts.edit(message)) : null,
      own || world.room.may_delete ? item(say("delete"), () => acts.delete(message)) : null,
    ].filter(Boolean),
    element("p", { role: "presentation" }, say("apps")),
    ...apps.map((one) => item(localized(one, "name"), () => acts.apps(message, one.name))));
  menu.showPopover();
  place(event);
  menu.querySelector("[role=menuitem]").focus();
}

function place(event) {
  const box = event.currentTarget.getBoundingClientRect();
  const asked = event.type === "contextmenu" && event.clientX
    ? [event.clientX, event.clientY] : [box.right - menu.offsetWidth, box.bottom];
  const left = Math.min(asked[0], innerWidth - menu.offsetWidth - 8);
  const top = Math.min(asked[1], innerHeight - menu.offsetHeight - 8);
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}
