// Which language the page speaks, and its words where the programs do not carry them. English is in the programs; every other
// language is a file that only its readers load. The build fills in the names in braces.

/// The files of each further language's words, and their hashes: what a first visit says, and what is said when it is asked for.
const WORDS = {words};

const asked = new URLSearchParams(location.search).get("lang");
const written = document.documentElement.lang;

/// The language of the link where there is such a one, else that of the document.
export const language = asked === "en" || Object.hasOwn(WORDS, asked ?? "") ? asked : written;

const [first, later] = Object.hasOwn(WORDS, language) ? WORDS[language] : [];

/// The words of the language that a first visit says, one a line; empty for English.
export const words = first ? load(...first) : Promise.resolve("");

let all;

/// All words of the language. What did not arrive is asked for again next time.
export function allWords() {
  if (!later) return words;
  all ??= Promise.all([words, load(...later)])
    .then((texts) => {
      const [some, others] = texts.map((text) => text.split("\n"));
      return some.map((line, at) => line || others[at]).join("\n");
    })
    .catch((error) => {
      all = undefined;
      throw error;
    });
  return all;
}

/// What scripts say: each text's line among the words of a language, and the text in English.
const SAID = {said};

let lines = [];
words.then((text) => (lines = text.split("\n"))).catch(() => {});

/// A text of the table `script` with its values, in the order in which the English text has them; in English until the language's words are there.
export function say(name, values = {}) {
  const [at, english] = SAID[name];
  return (lines[at] || english).replace(/\{(\d)\}/g, (_, at) => Object.values(values)[at]);
}

async function load(name, integrity) {
  const answer = await fetch(new URL(`./${name}`, import.meta.url), { integrity });
  return answer.text();
}

/// Links to the same page in other languages.
const others = () => [...document.querySelectorAll("a[data-language]")];

/// Lets the links to other languages lead to the state that is shown.
export function keepState() {
  for (const link of others()) {
    const query = new URLSearchParams(location.search);
    if (link.hreflang === "en") query.delete("lang");
    else query.set("lang", link.hreflang);
    const text = query.toString().replaceAll("%2C", ",");
    link.search = text && `?${text}`;
    link.hash = location.hash;
  }
}

// A link may ask for another language than the page has that it leads to. Where the page exists in that language, it is shown;
// an embedded chart is in any.
if (language !== written) {
  const other = others().find((link) => link.hreflang === language);
  if (other) location.replace(other.href.split(/[?#]/)[0] + location.search + location.hash);
  else document.documentElement.lang = language;
}
