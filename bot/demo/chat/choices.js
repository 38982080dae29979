// A list of suggestions below or above a field, for the keyboard, the mouse and screen readers.

import { element } from "./element.js";

const PAUSE = 200;
let lists = 0;

/**
 * Suggest something while one types into `input`.
 *
 * `find` answers what there is for a text, as `{label, hint, …}`, or a promise of that; `choose`
 * gets the one that was chosen. Answers how to close the list.
 */
export function suggest(input, list, { find, choose, pause = PAUSE }) {
  const prefix = `choice-${(lists += 1)}`;
  let found = [];
  let at = -1;
  let asked = 0;
  let waiting = 0;

  const close = () => {
    asked += 1;
    clearTimeout(waiting);
    found = [];
    draw();
  };

  const draw = () => {
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(...found.map((one, place) => element("li", {
      id: `${prefix}-${place}`, role: "option", "aria-selected": String(place === at),
      onpointerdown: (event) => { event.preventDefault(); take(place); },
    }, element("strong", {}, one.label), one.hint ? element("span", {}, one.hint) : null)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${prefix}-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };

  const take = (place) => {
    const chosen = found[place];
    close();
    choose(chosen);
  };

  const look = async () => {
    const number = (asked += 1);
    const answer = await find(input.value);
    if (number !== asked) return; // Something else was typed meanwhile.
    found = answer;
    at = found.length ? 0 : -1;
    draw();
  };

  input.addEventListener("input", () => {
    close(); // What was suggested for other words is not what Enter means now.
    if (pause) waiting = setTimeout(look, pause);
    else look();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      draw();
    } else if (event.key === "Enter" || event.key === "Tab") {
      take(at);
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  return { close, look };
}
