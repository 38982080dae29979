// What the page itself says. What the bot says comes from the bot, in the same language.

const WORDS = {
  en: {
    chat: "Discord",
    blog: "The blog",
    rooms: "Channels and threads",
    messages: "Messages in {room}",
    language: "Language",
    back: "‹ #{room}",
    app: "APP",
    edited: "(edited)",
    onlyYou: "Only you can see this",
    dismiss: "Dismiss message",
    thinking: "{who} is thinking …",
    used: "{who} used {command}",
    answers: "In answer to {who}: {words}",
    gone: "The message is not here any more",
    thread: "{n} messages",
    threadOne: "1 message",
    reply: "Reply",
    edit: "Edit",
    delete: "Delete",
    react: "React with {emoji}",
    apps: "Apps",
    more: "What one can do with this message",
    write: "Message #{room}, or / for commands",
    answering: "In answer to {who}",
    editing: "Your message, changed with Enter",
    cancel: "Cancel",
    send: "Send",
    run: "Run",
    optional: "optional",
    yes: "Yes",
    no: "No",
    none: "None",
    choose: "Choose …",
    spoiler: "Spoiler: show it",
    lost: "The demo has ended, or can't be reached. Trying again …",
    again: "The demo is there again.",
    guide: "A minute in four steps",
    comment: "Leave a comment",
    commentHow: "On the blog, at the end of an article. It comes into the article's thread.",
    answer: "Answer it",
    answerHow: "In the thread: Reply, and say yes when you are asked. It goes to the blog.",
    change: "Change it",
    changeHow: "⋯ Edit here, or Edit on the blog. The other side follows.",
    approve: "Hold it, approve it from here",
    approveHow: "On the blog: Edit, then Hold back. Then Approve in #moderation.",
    toArticle: "To the article",
    toThread: "To the thread",
    toModeration: "To #moderation",
    done: "done",
    finished: "That was it. There is more: type /latest, /profile show or /blog settings; or ⋯ at a "
      + "message, for Why?, On the blog and Reply on the blog.",
  },
  de: {
    chat: "Discord",
    blog: "Das Blog",
    rooms: "Kanäle und Threads",
    messages: "Nachrichten in {room}",
    language: "Sprache",
    back: "‹ #{room}",
    app: "APP",
    edited: "(bearbeitet)",
    onlyYou: "Nur du kannst das sehen",
    dismiss: "Nachricht verwerfen",
    thinking: "{who} denkt nach …",
    used: "{who} hat {command} benutzt",
    answers: "Antwort auf {who}: {words}",
    gone: "Die Nachricht ist nicht mehr da",
    thread: "{n} Nachrichten",
    threadOne: "1 Nachricht",
    reply: "Antworten",
    edit: "Bearbeiten",
    delete: "Löschen",
    react: "Mit {emoji} reagieren",
    apps: "Apps",
    more: "Was man mit dieser Nachricht tun kann",
    write: "Nachricht an #{room}, oder / für Befehle",
    answering: "Antwort auf {who}",
    editing: "Deine Nachricht, mit Enter geändert",
    cancel: "Abbrechen",
    send: "Senden",
    run: "Ausführen",
    optional: "freiwillig",
    yes: "Ja",
    no: "Nein",
    none: "Keine Angabe",
    choose: "Wählen …",
    spoiler: "Spoiler: zeigen",
    lost: "Die Demo ist zu Ende oder nicht zu erreichen. Neuer Versuch …",
    again: "Die Demo ist wieder da.",
    guide: "Eine Minute in vier Schritten",
    comment: "Kommentiere",
    commentHow: "Im Blog, am Ende eines Artikels. Es kommt in den Thread des Artikels.",
    answer: "Antworte",
    answerHow: "Im Thread: Antworten, und Ja sagen, wenn du gefragt wirst. Es geht ins Blog.",
    change: "Ändere es",
    changeHow: "Hier mit ⋯ Bearbeiten, oder im Blog mit Edit. Die andere Seite zieht nach.",
    approve: "Halte es zurück, gib es hier frei",
    approveHow: "Im Blog: Edit, dann Hold back. Dann die Freigabe in #moderation.",
    toArticle: "Zum Artikel",
    toThread: "Zum Thread",
    toModeration: "Zu #moderation",
    done: "erledigt",
    finished: "Das war’s. Es gibt mehr: tippe /latest, /profile show oder /blog settings; oder ⋯ an "
      + "einer Nachricht, für die Befehle darunter.",
  },
};

const KEPT = "language";

export const spoken = localStorage.getItem(KEPT)
  ?? (navigator.language.startsWith("de") ? "de" : "en-GB");

export function speak(locale) {
  localStorage.setItem(KEPT, locale);
  location.reload();
}

/** The sentence with this name, with what belongs into its braces. */
export function say(name, values = {}) {
  return WORDS[spoken.slice(0, 2)][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** What Discord shows of a command or option: in one's language where the bot has it. */
export function localized(told, what) {
  return told[`${what}_localizations`]?.[spoken] ?? told[what];
}
