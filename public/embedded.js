// An embedded chart: drawn for the room there is, and its height told to the page around it.

import { chartWidth, figures, put, saveAndCopy, sayValues, whenWidthChanges } from "./figures.js";
import { say, words } from "./language.js";

const place = document.getElementById("chart");

async function draw() {
  try {
    const module = await figures();
    put(place, module.embedded(location.search, chartWidth(innerWidth)));
  } catch {
    place.textContent = `${say("chart_not_arrived")} `;
    const link = document.createElement("a");
    link.href = `index.html${location.search}`;
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
saveAndCopy(() => import("./save.js"));
draw();
