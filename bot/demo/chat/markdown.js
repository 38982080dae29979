// Discord's Markdown, as elements. The text may be anybody's: it only ever becomes text.

import { element, link } from "./element.js";
import { say, spoken } from "./words.js";

const BLOCKS = [
  [/ *>>> +([\s\S]*)/y, (found, at) => !at.quoted && quote(found[1], at)],
  [/(?: *>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?)/y,
    (found, at) => !at.quoted && quote(found[0].replace(/^ *> ?/gm, ""), at)],
  [/ *(#{1,3}) +(?=\S)([^\n]+)\n?/y,
    (found, at) => element(`h${found[1].length + 2}`, {}, inline(found[2], at))],
  [/ *-# +([^\n]+)\n?/y,
    (found, at) => element("small", { className: "subtext" }, inline(found[1], at))],
  [/(?: *(?:[-*+]|\d+\.) +(?=\S)[^\n]*(?:\n|$))+/y, (found, at) => list(found[0], at)],
];

const SPANS = [
  [/```(?:[a-z0-9_+\-.#]+\n)?\n*([^\n][\s\S]*?)\n*```\n?/iy,
    (found) => element("pre", {}, element("code", {}, found[1]))],
  [/\\([^0-9A-Za-z\s])/y, (found) => found[1]],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (found) => moment(Number(found[1]), found[2] ?? "f")],
  [/<@!?(\d+)>/y, (found, at) => mention(`@${at.world.users[found[1]] ?? found[1]}`)],
  [/<@&(\d+)>/y, (found, at) => mention(`@${at.world.roles[found[1]] ?? found[1]}`)],
  [/<#(\d+)>/y, (found, at) => room(found[1], at.world)],
  [/<(\/[^:>]+):\d+>/y, (found) => mention(found[1])],
  [/<a?:(\w+):\d+>/y, (found) => `:${found[1]}:`],
  [/<(https?:\/\/[^ >]+)>/y, (found, at) => !at.linked && link(found[1], at.world, found[1])],
  [/\[((?:\\.|[^[\]\\])+)\]\(<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?\)/y, (found, at) => !at.linked
    && link(found[2], at.world, inline(found[1], { ...at, linked: true }))],
  [/https?:\/\/[^\s<]+[^<.,:;"')\]\s]/y,
    (found, at) => !at.linked && link(found[0], at.world, found[0])],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, (found) => element("code", {}, found[2].trim() || found[2])],
];

const EMPHASIS = [
  ["em", /\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y],
  ["em", /\b_((?:__|\\[\s\S]|[^\\_])+?)_\b/y],
  ["strong", /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y],
  ["u", /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y],
  ["s", /~~([\s\S]+?)~~(?!_)/y],
  ["spoiler", /\|\|([\s\S]+?)\|\|/y],
];

/** The text as Discord shows it. `world` knows the names of people, roles and channels. */
export function markdown(text, world) {
  return read(text ?? "", { world, quoted: false, linked: false }, true);
}

/** The same in one line, without what begins a line: for the words above a reply. */
export function oneLine(text, world) {
  return inline((text ?? "").replace(/\s*\n\s*/g, " "), { world, quoted: true, linked: false });
}

function inline(text, at) {
  return read(text, at, false);
}

function read(text, at, blocks) {
  const into = document.createDocumentFragment();
  let place = 0;
  let plain = "";
  while (place < text.length) {
    const starts = blocks && (place === 0 || text[place - 1] === "\n");
    const [node, length] = (starts && first(BLOCKS, text, place, at))
      || first(SPANS, text, place, at) || emphasis(text, place, at) || [text[place], 1];
    if (node === "\n") {
      into.append(plain, element("br"));
      plain = "";
    } else if (typeof node === "string") {
      plain += node;
    } else {
      into.append(plain, node);
      plain = "";
    }
    place += length;
  }
  into.append(plain);
  return into;
}

function first(rules, text, place, at) {
  for (const [rule, draw] of rules) {
    rule.lastIndex = place;
    const found = rule.exec(text);
    const node = found && draw(found, at);
    if (node) return [node, found[0].length];
  }
  return null;
}

function emphasis(text, place, at) {
  let longest = null;
  for (const [tag, rule] of EMPHASIS) {
    rule.lastIndex = place;
    const found = rule.exec(text);
    if (found && (!longest || found[0].length > longest[1][0].length)) longest = [tag, found];
  }
  if (!longest) return null;
  const [tag, found] = longest;
  const inside = inline(found[1], at);
  return [tag === "spoiler" ? spoiler(inside) : element(tag, {}, inside), found[0].length];
}

function quote(text, at) {
  return element("blockquote", {}, read(text, { ...at, quoted: true }, true));
}

function list(text, at) {
  const root = document.createDocumentFragment();
  const open = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, space, mark, words] = line.match(/^( *)([-*+]|\d+\.) +(.*)$/);
    const number = parseInt(mark, 10);
    while (open.length > 1 && space.length < open.at(-1).space) open.pop();
    if (!open.length || space.length > open.at(-1).space) {
      const made = Number.isNaN(number) ? element("ul") : element("ol", { start: number });
      (open.at(-1)?.made.lastElementChild ?? root).append(made);
      open.push({ space: space.length, made });
    }
    open.at(-1).made.append(element("li", {}, inline(words, at)));
  }
  return root;
}

function mention(words) {
  return element("span", { className: "mention" }, words);
}

function room(id, world) {
  const found = world.rooms.find((one) => one.id === id);
  if (!found) return mention(`#${id}`);
  return element("a", { className: "mention", href: `#${id}` }, `#${found.name}`);
}

function spoiler(inside) {
  const words = element("span", {}, inside);
  const cover = element("button", {
    type: "button", className: "spoiler", "aria-label": say("spoiler"),
    onclick: () => cover.replaceWith(element("span", { className: "shown" }, words)),
  }, words);
  return cover;
}

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** A moment, given in seconds since 1970; with the style R, how long ago, kept up to date. */
export function moment(seconds, style) {
  const when = new Date(seconds * 1000);
  if (Number.isNaN(when.getTime())) return String(seconds);
  const whole = when.toLocaleString(spoken, STYLES.F);
  const words = style === "R" ? ago(seconds) : when.toLocaleString(spoken, STYLES[style]);
  const made = element("time", { dateTime: when.toISOString(), title: whole }, words);
  if (style === "R") made.dataset.ago = seconds;
  return made;
}

const UNITS = [[60, "second"], [60, "minute"], [24, "hour"], [30, "day"], [12, "month"]];

export function ago(seconds) {
  const format = new Intl.RelativeTimeFormat(spoken, { numeric: "auto" });
  let left = seconds - Date.now() / 1000;
  for (const [size, unit] of UNITS) {
    if (Math.abs(left) < size) return format.format(Math.round(left), unit);
    left /= size;
  }
  return format.format(Math.round(left), "year");
}
