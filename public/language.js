// Which language the page speaks, and its words where the programs do not carry them. English is in the programs; every other
// language is a file that only its readers load. The build fills in the names in braces.

/// The file of each further language's words, and its hash.
const WORDS = {words};

const asked = new URLSearchParams(location.search).get("lang");
const written = document.documentElement.lang;

/// The language of the link where there is such a one, else that of the document.
export const language = asked === "en" || Object.hasOwn(WORDS, asked ?? "") ? asked : written;

/// The words of the language, one a line; empty for English.
export const words = Object.hasOwn(WORDS, language) ? load(...WORDS[language]) : Promise.resolve("");

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

// A link may ask for another language than the page has that it leads to. Where the page exists in that language, it is shown;
// an embedded chart is in any.
if (language !== written) {
  const other = others().find((link) => link.hreflang === language);
  if (other) location.replace(other.href.split(/[?#]/)[0] + location.search + location.hash);
  else document.documentElement.lang = language;
}
