// The guided minute: four steps, ticked off as they happen.

import { element } from "./element.js";
import { say } from "./words.js";

const STEPS = ["comment", "answer", "change", "approve"];
const box = document.getElementById("guide");
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
    element("ol", {}, ...STEPS.map((one) => step(one, told.done.includes(one), one === next))),
    next ? element("p", {}, say(`${next}How`), " ", way(next, told, world))
      : element("p", {}, say("finished")));
}

function step(name, done, isNext) {
  return element("li", {
    className: done ? "done" : isNext ? "next" : "", "aria-current": isNext ? "step" : null,
  }, say(name), done ? element("span", { className: "unseen" }, `: ${say("done")}`) : "");
}

function way(name, told, world) {
  if (name === "comment") {
    const href = `${world.blog}?p=${told.article}#respond`;
    return element("a", { href, target: "blog" }, say("toArticle"));
  }
  if (name === "approve") {
    const room = world.rooms.find((one) => one.name === "moderation");
    return element("a", { href: `#${room?.id}` }, say("toModeration"));
  }
  return element("a", { href: `#article-${told.article}` }, say("toThread"));
}
