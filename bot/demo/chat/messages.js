// One message as a list item: who, when, in answer to what, and everything below.

import { embed, part } from "./cards.js";
import { element } from "./element.js";
import { markdown, moment, oneLine } from "./markdown.js";
import { say, spoken } from "./words.js";

const EPHEMERAL = 1 << 6;
const THINKING = 1 << 7;
const TOGETHER = 7 * 60_000;
const COLOURS = 6;

/** Whether a message stands below another one of the same person without a name of its own. */
export function continues(message, before) {
  return Boolean(before) && before.author.id === message.author.id
    && !message.message_reference && !message.interaction_metadata
    && !(before.flags & EPHEMERAL)
    && new Date(message.timestamp) - new Date(before.timestamp) < TOGETHER;
}

/** Draw a message; `world` is what the server told, `acts` what one can do. */
export function drawn(message, world, acts, together) {
  const ephemeral = message.flags & EPHEMERAL;
  const name = called(message.author);
  const item = element("li", {
    className: ["message", together && "together", ephemeral && "ephemeral"]
      .filter(Boolean).join(" "),
    id: `m${message.id}`, tabIndex: -1, "aria-label": name,
    oncontextmenu: (event) => acts.menu(event, message),
  });
  item.append(...[
    above(message, world),
    together ? null : avatar(message.author),
    together ? null : head(message, name),
    body(message, world, acts),
    reactions(message, acts),
    thread(message, world),
    ephemeral ? onlyYou(message, acts) : null,
    ephemeral ? null : tools(message, acts),
  ].filter(Boolean));
  return item;
}

export function called(author) {
  return author.global_name ?? author.username;
}

function avatar(author) {
  const made = element("span", { className: "avatar", "aria-hidden": "true" });
  made.textContent = [...called(author)][0].toUpperCase();
  made.dataset.colour = author.bot ? "bot" : String(Number(BigInt(author.id) % BigInt(COLOURS)));
  return made;
}

function head(message, name) {
  const when = new Date(message.timestamp);
  return element("div", { className: "head" },
    element("strong", {}, name),
    message.author.bot ? element("span", { className: "badge" }, say("app")) : null,
    stamp(when));
}

function stamp(when) {
  const today = when.toDateString() === new Date().toDateString();
  const made = moment(when.getTime() / 1000, today ? "t" : "d");
  if (!today) made.append(` ${when.toLocaleTimeString(spoken, { timeStyle: "short" })}`);
  return made;
}

function above(message, world) {
  const used = message.interaction_metadata;
  if (used?.name) {
    const command = used.command_type === 3 ? used.name : `/${used.name}`;
    return element("p", { className: "above" }, say("used", { who: called(used.user), command }));
  }
  if (!message.message_reference) return null;
  const answered = message.referenced_message;
  if (!answered) return element("p", { className: "above" }, say("gone"));
  const { channel_id: room, id } = answered;
  return element("a", { className: "above", href: `#${room}/${id}` },
    element("strong", {}, called(answered.author)), " ", oneLine(excerpt(answered), world));
}

function excerpt(message) {
  const words = message.content || message.embeds[0]?.title || message.embeds[0]?.description || "…";
  // A link inside a link leads nowhere: of those there, the words are enough.
  return words.slice(0, 300).replace(/\[([^\]]+)\]\(<?[^)\s]*>?\)?/g, "$1").replace(/\]\(<?\S*$/, "");
}

function body(message, world, acts) {
  const made = element("div", { className: "body" });
  if (message.flags & THINKING) {
    made.append(element("em", {}, say("thinking", { who: called(message.author) })));
    return made;
  }
  if (message.content) {
    const words = element("div", { className: "words" }, markdown(message.content, world));
    // That an answer came later than "is thinking" is no edit, to Discord.
    if (message.edited_timestamp && !message.interaction_metadata) {
      words.append(" ", element("small", { className: "edited" }, say("edited")));
    }
    made.append(words);
  }
  made.append(
    ...message.attachments.map((one) => element("p", { className: "file" }, `📎 ${one.filename}`)),
    ...message.embeds.map((one) => embed(one, world)),
    ...message.components.map((one) => part(one, message, world, acts)));
  return made;
}

function reactions(message, acts) {
  if (!message.reactions.length) return null;
  return element("div", { className: "reactions" }, ...message.reactions.map((one) =>
    element("button", {
      "aria-pressed": String(one.me), "aria-label": `${one.emoji.name} ${one.count}`,
      onclick: () => acts.react(message, one.emoji.name, !one.me),
    }, one.emoji.name, element("span", {}, String(one.count)))));
}

function thread(message, world) {
  const found = world.rooms.find((one) => one.id === message.id && one.parent);
  if (!found || world.room?.id === found.id) return null;
  const count = found.messages === 1 ? say("threadOne") : say("thread", { n: found.messages });
  return element("a", { className: "thread", href: `#${found.id}` },
    element("strong", {}, found.name), element("span", {}, `${count} ›`));
}

function onlyYou(message, acts) {
  return element("p", { className: "only-you" }, `👁 ${say("onlyYou")} · `,
    element("button", { className: "plain", onclick: () => acts.dismiss(message) }, say("dismiss")));
}

function tools(message, acts) {
  const more = element("button", {
    "aria-label": say("more"), title: say("more"), "aria-haspopup": "menu",
    onclick: (event) => acts.menu(event, message),
  }, "⋯");
  const reply = element("button", { onclick: () => acts.answer(message) }, say("reply"));
  return element("div", { className: "tools" }, reply, more);
}
