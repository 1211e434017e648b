// An embedded chart: drawn for the room there is, and its height told to the page around it.

import { chartWidth, figures, put, saveAndCopy, sayValues, whenWidthChanges } from "./figures.js";
import { say, words } from "./language.js";

const place = document.getElementById("chart");

/// The page around may be light or dark whatever the system is; without a word of it the system's setting counts.
const theme = new URLSearchParams(location.search).get("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

/// The state in the calculator: without what is the chart's alone.
function calculator() {
  const query = new URLSearchParams(location.search);
  for (const key of ["chart", "theme"]) query.delete(key);
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%7E", "~").replaceAll("%3A", ":");
  return `index.html${text && `?${text}`}`;
}

async function draw() {
  try {
    const module = await figures();
    put(place, await module.embedded(location.search, chartWidth(innerWidth)));
  } catch {
    place.textContent = `${say("chart_not_arrived")} `;
    const link = document.createElement("a");
    link.href = calculator();
    link.textContent = "Wattpix";
    link.target = "_blank";
    place.append(link);
  }
}

// Anyone may embed a chart, and its height is no secret: the message goes to whatever page is around.
new ResizeObserver(() => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (parent !== self) parent.postMessage({ type: "wattpix-height", height }, "*");
}).observe(document.body);

// The page has one file for all languages.
words.then(() => {
  document.title = say("chart_title");
  document.querySelector("h1").textContent = say("chart_headline");
}).catch(() => {});

whenWidthChanges(draw);
sayValues();
saveAndCopy();
draw();
