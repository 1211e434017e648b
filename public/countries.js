// The countries' carbon intensities: a file of its own, fetched when a link names a country or its field is used, and given to both
// modules with the countries' names, which every browser knows in the page's language. The build fills in the names in braces.

import { giveCountries } from "./figures.js";
import { language } from "./language.js";
import { page } from "./program.js";

/// The table as it was given; undefined until then, empty where it did not arrive.
export let table;

/// The request under way or done; one that failed is made again when the field is used again.
let asked;

/// Lines of alpha-3 and alpha-2 code, g/kWh, year and source, with names and in their order.
function named(lines) {
  const names = new Intl.DisplayNames([language], { type: "region" });
  const rows = lines.map((line) => ({ line, name: names.of(line.split(",")[1]).replaceAll(",", "") }));
  rows.sort((one, other) => one.name.localeCompare(other.name, language));
  return rows.map(({ line, name }) => `${line},${name}`).join("\n");
}

async function give(text) {
  table = text;
  giveCountries(text);
  (await page).countries(text);
}

async function fetched() {
  const answer = await fetch(new URL("./{zones}", import.meta.url), { integrity: "{zones-integrity}" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return named((await answer.text()).trim().split("\n"));
}

function ask() {
  asked ??= fetched().then(give, () => {
    asked = undefined;
    // An empty table says that it did not arrive: the page tells.
    return give("");
  });
}

/// A link that names a country needs the table, and asks once.
let needed = false;

function follow() {
  if (needed || !new URLSearchParams(location.search).get("zone")) return;
  needed = true;
  ask();
}

document.addEventListener("wattpix", follow);
document.addEventListener("focusin", (event) => {
  if (event.target instanceof Element && event.target.matches("[name=zone]")) ask();
});
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target instanceof Element && event.target.open && event.target.querySelector("[name=zone]")) ask();
  },
  true,
);
follow();
