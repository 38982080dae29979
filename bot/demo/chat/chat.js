// The page: it shows what the server tells, and tells the server what one does.

import * as composer from "./composer.js";
import * as forms from "./forms.js";
import { guide } from "./guide.js";
import { ago } from "./markdown.js";
import * as menus from "./menus.js";
import { called, continues, drawn } from "./messages.js";
import * as list from "./rooms.js";
import * as server from "./server.js";
import { say, speak, spoken } from "./words.js";

const messages = document.getElementById("messages");
const page = document.getElementById("page");
const NEAR = 80;
const SECONDS_SAID = 8;

let world = null;
let known = { slash: [], apps: [] };
let wanted = ""; // The room that the address names, as an id.
let aim = null; // The message to bring into view, as soon as it is there.
const read = new Map(); // By room: the last message that one has seen there.
const dismissed = new Set();
const looks = new WeakMap(); // By item: what was drawn there.
let framed = false; // Whether the blog is there, beside the chat.
let fading = 0;
let current = Promise.resolve();
let next = null;
let low = true; // Whether one is at the newest message, and wants to stay there.

const acts = {
  menu: (event, message) => {
    if (event.type === "contextmenu" && event.target.closest("a, button, select, img")) return;
    menus.open(event, message, world, known.apps, acts);
  },
  answer: (message) => composer.answer(message),
  edit: (message) => composer.edit(message),
  rewrite: (message, words) => act("edit", { message: message.id, words }),
  delete: (message) => act("delete", { message: message.id }),
  react: (message, emoji, on) => act("react", { message: message.id, emoji, on }),
  press: (message, button) => act("press", { message: message.id, button }),
  choose: (message, menu, values) => act("choose", { message: message.id, menu, values }),
  apps: (message, command) => act("apps", { message: message.id, command }),
  run: (command, options) => act("run", { command, options }),
  write: (words, answers) => {
    low = true;
    return act("write", { words, answers });
  },
  suggest: async (command, option, typed, options) => {
    const room = world.room.id;
    const { choices = [] } = await server.act("suggest", { room, command, option, typed, options });
    return choices.map((one) => ({ label: one.name, value: one.value }));
  },
  dismiss: (message) => {
    dismissed.add(message.id);
    draw(false);
  },
};

/** Do it; answers why it can't be done, if so. What the bot answers with is brought into view. */
async function act(name, asked) {
  const room = world.room.id;
  messages.setAttribute("aria-busy", "true");
  const done = await server.act(name, { room, ...asked })
    .catch(() => ({ refused: say("lost") }));
  messages.removeAttribute("aria-busy");
  if (done.refused) tell(done.refused);
  if (done.shown && room === wanted) aim = done.shown;
  if (done.form) {
    forms.show(done.form, world, (values) => act("submit", { form: done.form.id, values }));
  }
  await load();
  return done.refused;
}

/** Say what went wrong; what is not so any more is taken away after a while. */
function tell(words, lasting = false) {
  const said = document.getElementById("said");
  said.textContent = words;
  clearTimeout(fading);
  if (!lasting) fading = setTimeout(() => { said.textContent = ""; }, SECONDS_SAID * 1000);
}

/** Ask for what is to be seen, and draw it: one after another, and never two ahead. */
function load() {
  next ??= current.then(async () => {
    current = next;
    next = null;
    await look().catch(() => tell(say("lost"), true));
  });
  return next;
}

async function look() {
  const room = wanted;
  const told = await server.state(room);
  if (room !== wanted) return;
  if (!told.room) {
    location.hash = "";
    return;
  }
  const moved = world?.room.id !== told.room.id;
  if (framed && world.count !== told.count) page.contentWindow.postMessage("look", world.blog);
  world = told;
  wanted ||= told.room.id;
  if (moved) await entered();
  draw(moved);
}

async function entered() {
  const room = world.rooms.find((one) => one.id === world.room.id);
  composer.begunIn(room.name);
  messages.setAttribute("aria-label", say("messages", { room: room.name }));
  list.show(false);
  messages.replaceChildren();
  known = await server.commands(room.id);
  if (page.src) return;
  page.addEventListener("load", () => { framed = true; });
  page.src = world.blog;
}

function draw(moved) {
  const stay = low;
  const last = messages.lastElementChild?.id;
  redraw(world.room.messages.filter((one) => !dismissed.has(one.id)));
  if (!moved && messages.lastElementChild?.id !== last) hear(world.room.messages.at(-1));
  guide(world);
  seen();
  if (aim && document.getElementById(`m${aim}`)) {
    const found = document.getElementById(`m${aim}`);
    found.scrollIntoView({ block: found === messages.lastElementChild ? "end" : "nearest" });
    found.classList.add("aimed");
    aim = null;
  } else if (moved || stay) {
    messages.scrollTop = messages.scrollHeight;
  }
}

/** Let a screen reader say what somebody else just wrote. */
function hear(message) {
  if (!message || message.author.id === world.me) return;
  const item = document.getElementById(`m${message.id}`);
  document.getElementById("heard").textContent =
    `${called(message.author)}: ${item?.querySelector(".body").textContent ?? ""}`;
}

/** Put the messages in order, and draw only those that look different from before. */
function redraw(shown) {
  const focused = focusedPart();
  let before = null;
  let place = null;
  for (const message of shown) {
    const together = before?.id !== world.room.start && continues(message, before);
    const thread = world.rooms.find((one) => one.id === message.id);
    const look = JSON.stringify([message, together, thread]);
    let item = document.getElementById(`m${message.id}`);
    if (!item || looks.get(item) !== look) {
      const fresh = drawn(message, world, acts, together);
      looks.set(fresh, look);
      item?.replaceWith(fresh);
      item = fresh;
    }
    const next = place ? place.nextElementSibling : messages.firstElementChild;
    if (next !== item) messages.insertBefore(item, next);
    place = item;
    before = message;
  }
  while (place ? place.nextElementSibling : messages.firstElementChild) {
    (place ? place.nextElementSibling : messages.firstElementChild).remove();
  }
  focused();
}

/** Remember where the focus is inside a message, so that drawing it anew doesn't lose it. */
function focusedPart() {
  const item = document.activeElement?.closest("#messages > li");
  const parts = () => [...document.getElementById(item.id)?.querySelectorAll("a, button, select") ?? []];
  const place = item ? parts().indexOf(document.activeElement) : -1;
  return () => {
    if (!item || document.activeElement?.closest("#messages > li")) return;
    if (document.activeElement !== document.body) return;
    (parts()[place] ?? document.getElementById(item.id))?.focus({ preventScroll: true });
  };
}

function seen() {
  for (const room of world.rooms) {
    if (!read.has(room.id) || room.id === world.room.id) read.set(room.id, room.last);
  }
  const unread = world.rooms.filter((one) => one.last && one.last !== read.get(one.id));
  list.rooms(world, new Set(unread.map((one) => one.id)));
}

/** The address names a room, one of its messages, or the article whose thread is meant. */
async function follow() {
  const [, article, room, message] = location.hash.match(/^#(?:article-(\d+)|(\d+)(?:\/(\d+))?)$/) ?? [];
  side("chat");
  if (article) {
    const thread = await server.threadOf(article);
    if (thread) location.replace(`#${thread}`);
    else setTimeout(follow, 1000); // The bot is about to open it.
    return;
  }
  wanted = room ?? world?.rooms[0].id ?? "";
  aim = message ?? null;
  await load();
  if (world?.room.id === wanted && !matchMedia("(pointer: coarse)").matches) focusHead();
}

function focusHead() {
  if (document.activeElement === document.body) document.getElementById("words").focus();
}

/** On a narrow screen there is room for one side at a time. */
function side(name) {
  document.body.dataset.side = name;
  for (const one of ["chat", "blog"]) {
    document.getElementById(`show-${one}`).setAttribute("aria-pressed", String(one === name));
  }
}

function begin() {
  document.documentElement.lang = spoken.slice(0, 2);
  const language = document.getElementById("language");
  language.value = spoken;
  language.setAttribute("aria-label", say("language"));
  language.addEventListener("change", () => speak(language.value));
  page.title = say("blog");
  for (const one of ["chat", "blog"]) {
    const tab = document.getElementById(`show-${one}`);
    tab.textContent = say(one);
    tab.addEventListener("click", () => side(one));
    document.getElementById(one).setAttribute("aria-label", say(one));
  }
  document.getElementById("open-rooms").setAttribute("aria-label", say("rooms"));
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[target=blog]")) side("blog");
  });
  composer.begin({
    known: () => known.slash,
    world: () => world,
    acts,
    last: () => world.room.messages.findLast((one) => one.author.id === world.me),
  });
  addEventListener("hashchange", follow);
  messages.addEventListener("scroll", () => {
    low = messages.scrollHeight - messages.scrollTop - messages.clientHeight < NEAR;
  });
  new ResizeObserver(() => { if (low) messages.scrollTop = messages.scrollHeight; })
    .observe(messages);
  setInterval(() => {
    for (const one of document.querySelectorAll("time[data-ago]")) {
      one.textContent = ago(Number(one.dataset.ago));
    }
  }, 30_000);
  let lost = false;
  server.listen(() => {
    if (lost) tell(say("again"));
    lost = false;
    load();
  }, () => {
    lost = true;
    tell(say("lost"), true);
  });
  follow();
}

begin();
