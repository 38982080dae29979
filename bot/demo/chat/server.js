// What the page asks of the demo's server, and how it hears from it.

import { spoken } from "./words.js";

/** Everything that one sees in a room. */
export function state(room) {
  return get(`state?room=${encodeURIComponent(room)}`);
}

/** The commands one may use in a room. */
export function commands(room) {
  return get(`commands?room=${encodeURIComponent(room)}`);
}

/** The id of the thread of an article; null as long as it has none. */
export async function threadOf(article) {
  return (await get(`articles/${article}`)).thread;
}

/** Do something; answers what came of it, or `{refused}` with the reason. */
export async function act(name, asked) {
  const answer = await fetch(`acts/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ locale: spoken, ...asked }),
  });
  return answer.json();
}

/** Call `changed` whenever something happened, and `lost` when nobody is there any more. */
export function listen(changed, lost) {
  const events = new EventSource("events");
  let heard = null;
  events.addEventListener("message", (event) => {
    if (event.data !== heard) changed();
    heard = event.data;
  });
  events.addEventListener("error", () => {
    heard = null;
    lost();
  });
}

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}
