/**
 * Make an element. Text stays text: nothing on this page is ever read as HTML.
 *
 * In `what`, `on…` are listeners, `data-…`, `aria-…` and `role` attributes, the rest properties.
 */
export function element(tag, what = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(what)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

/** A link, if the address is one that a page may lead to; else only its words. */
export function link(url, world, ...inside) {
  if (!/^https?:\/\/\S+$/i.test(url)) return element("span", {}, ...inside);
  const room = url.match(/^https:\/\/discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/);
  if (room) return element("a", { href: `#${room[1]}${room[2] ? `/${room[2]}` : ""}` }, ...inside);
  const target = url.startsWith(world.blog) ? "blog" : "_blank";
  return element("a", { href: url, target, rel: "noopener noreferrer" }, ...inside);
}
