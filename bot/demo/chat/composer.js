// Where one writes: a message, an answer, another wording of what one wrote; or a command.

import { leave, offer } from "./commands.js";
import { element } from "./element.js";
import { called } from "./messages.js";
import { say } from "./words.js";

const words = document.getElementById("words");
const about = document.getElementById("about");
const ROOM = 14; // Characters of a room's name for which there is room on a phone.
let answering = null;
let editing = null;

/** Begin to listen; `send`, `edit` and `run` do it, `last` is one's own last message. */
export function begin({ known, world, acts, last }) {
  offer(known, world, acts);
  words.addEventListener("input", grow);
  words.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") forget();
    if (event.key === "ArrowUp" && !words.value && last()) {
      event.preventDefault();
      edit(last());
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const said = words.value.trim();
    if (!said) return;
    const [edited, answered] = [editing, answering];
    forget(); // At once, for the next words: one types on while these are being sent.
    const wrong = edited ? await acts.rewrite(edited, said) : await acts.write(said, answered?.id);
    if (wrong && !words.value) giveBack(said, edited, answered);
  });
}

/** The next message answers this one. */
export function answer(message) {
  forget();
  answering = message;
  tell(say("answering", { who: called(message.author) }));
}

/** Change the words of one's own message. */
export function edit(message) {
  forget();
  editing = message;
  words.value = message.content;
  tell(say("editing"));
}

/** Begin anew, in a room with this name. */
export function begunIn(name) {
  leave();
  forget();
  words.setAttribute("aria-label", say("write", { room: name }));
  words.placeholder = say("write", { room: name.length > ROOM ? `${name.slice(0, ROOM)}…` : name });
}

function giveBack(said, edited, answered) {
  if (edited) edit(edited);
  if (answered) answer(answered);
  words.value = said;
  grow();
}

function forget() {
  answering = editing = null;
  words.value = "";
  about.hidden = true;
  grow();
}

function tell(what) {
  leave();
  about.hidden = false;
  about.replaceChildren(what, " ", element("button", {
    type: "button", className: "plain", onclick: () => { forget(); words.focus(); },
  }, say("cancel")));
  grow();
  words.focus();
}

function grow() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight + 2, 200)}px`;
}
