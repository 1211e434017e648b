// Writes xtask/src/site/country_names.csv: what the countries of core/intensities.csv are called in every language of core/words/ but
// English, for pages without scripts. The names are those that browsers give: Unicode CLDR, as Node.js has it.
//
// Nothing but Node.js is needed. From the repository's root: node scripts/carbon/names.mjs

import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url);
const OUT = new URL("xtask/src/site/country_names.csv", ROOT);

const languages = readdirSync(new URL("core/words/", ROOT))
  .map((name) => name.replace(".toml", ""))
  .filter((code) => code !== "en")
  .sort();
const named = languages.map((code) => new Intl.DisplayNames([code], { type: "region", fallback: "none" }));
const lines = readFileSync(new URL("core/intensities.csv", ROOT), "utf8").trim().split("\n").slice(1);
const rows = lines
  .map((line) => line.split(","))
  .filter(([, alpha2]) => alpha2)
  .map(([alpha3, alpha2]) => {
    const names = named.map((name) => name.of(alpha2));
    if (names.some((name) => !name || name.includes(","))) throw new Error(`${alpha2} is called ${names}`);
    return [alpha3, ...names].join(",");
  });
writeFileSync(OUT, [["alpha_3", ...languages].join(","), ...rows, ""].join("\n"));
console.log(`${rows.length} countries in ${languages}, of CLDR ${process.versions.cldr}`);
