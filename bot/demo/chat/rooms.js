// The list of channels and threads, and the head of the one that is shown.

import { element } from "./element.js";
import { say } from "./words.js";

const nav = document.getElementById("rooms");
const opener = document.getElementById("open-rooms");
let drawn = "";

opener.addEventListener("click", () => show(opener.getAttribute("aria-expanded") !== "true"));
nav.addEventListener("keydown", (event) => event.key === "Escape" && show(false));

/** Show or hide the list, where there is no room for it beside the messages. */
export function show(open) {
  opener.setAttribute("aria-expanded", String(open));
  nav.classList.toggle("open", open);
  if (open) nav.querySelector("[aria-current]")?.focus();
}

/** Draw the list and the head, if they changed. `unread` holds the rooms with something new. */
export function rooms(world, unread) {
  const now = JSON.stringify([world.rooms, world.room.id, [...unread]]);
  if (now === drawn) return;
  drawn = now;
  nav.setAttribute("aria-label", say("rooms"));
  const focused = document.activeElement?.closest("#rooms a")?.hash;
  nav.replaceChildren(element("h2", {}, world.guild.name),
    ...world.rooms.filter((one) => !one.parent).map((one) => element("ul", {},
      entry(one, world, unread), ...threads(one, world).map((t) => entry(t, world, unread)))));
  if (focused) nav.querySelector(`a[href="${focused}"]`)?.focus();
  head(world);
}

function threads(room, world) {
  const here = world.rooms.filter((one) => one.parent === room.id);
  return here.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
}

function entry(room, world, unread) {
  return element("li", { className: room.parent ? "inner" : "" }, element("a", {
    href: `#${room.id}`, title: room.name, className: unread.has(room.id) ? "unread" : "",
    "aria-current": room.id === world.room.id ? "page" : null,
  }, room.parent ? room.name : `# ${room.name}`));
}

function head(world) {
  const room = world.rooms.find((one) => one.id === world.room.id);
  const parent = world.rooms.find((one) => one.id === room.parent);
  const back = document.getElementById("back");
  back.hidden = !parent;
  if (parent) {
    back.href = `#${parent.id}`;
    back.textContent = say("back", { room: parent.name });
  }
  document.getElementById("name").textContent = parent ? room.name : `# ${room.name}`;
  document.title = `${room.name} · Afterword`;
}
