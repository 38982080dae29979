// The guided minute: four steps, ticked off as they happen.

import { element } from "./element.js";
import { say } from "./words.js";

const STEPS = ["comment", "answer", "change", "approve"];
const box = document.getElementById("guide");
const FIRST = 3; // The article with the long discussion; see data/sample.
let drawn = "";

/** Show how far one is; `world.guide` is null where there is no guide. */
export function guide(world) {
  const told = world.guide;
  box.hidden = !told;
  if (!told || drawn === JSON.stringify(told)) return;
  drawn = JSON.stringify(told);
  const next = STEPS.find((one) => !told.done.includes(one));
  box.replaceChildren(
    element("summary", {}, say("guide"), element("span", { className: "count" },
      ` ${told.done.length}/${STEPS.length}`)),
    element("ol", {}, ...STEPS.map((one) => step(one, told, one === next, world))),
    ...(next ? [] : [element("p", {}, say("finished"))]));
}

function step(name, told, isNext, world) {
  const done = told.done.includes(name);
  return element("li", {
    className: done ? "done" : isNext ? "next" : "", "aria-current": isNext ? "step" : null,
  },
  element("strong", {}, say(name), done ? element("span", { className: "unseen" }, `: ${say("done")}`)
    : ""),
  isNext ? element("span", {}, say(`${name}How`), " ", way(name, told, world)) : null);
}

function way(name, told, world) {
  const article = told.article ?? FIRST;
  if (name === "comment") {
    const href = `${world.blog}?p=${article}#respond`;
    return element("a", { href, target: "blog" }, say("toArticle"));
  }
  if (name === "approve") {
    const room = world.rooms.find((one) => one.name === "moderation");
    return element("a", { href: `#${room?.id}` }, say("toModeration"));
  }
  return element("a", { href: `#article-${article}` }, say("toThread"));
}
