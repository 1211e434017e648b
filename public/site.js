// The page's panels: filled when they are opened, and again whenever the page shows another state.

import "./countries.js";
import { chartWidth, figures, put, saveAndCopy, sayValues, whenWidthChanges } from "./figures.js";
import { say } from "./language.js";
import { page } from "./program.js";

const panels = () => [...document.querySelectorAll("details[data-panel]")];

/// Ids of the panels that the link opens.
const shown = () => (new URLSearchParams(location.search).get("show") ?? "").split(",");

/// Panels that a script of their own fills.
const OWN = {
  budget: () => import("./planner.js"),
  explanation: () => import("./planner.js"),
  fleet: () => import("./planner.js"),
  likeness: () => import("./planner.js"),
  architecture: () => import("./architecture.js"),
  measurements: async () => ({ fill: async (panel) => (await page).measurements(panel.querySelector(".panel-body")) }),
};

async function fill(panel) {
  const wait = panel.querySelector(".wait");
  try {
    const own = OWN[panel.dataset.panel];
    if (own) await (await own()).fill(panel);
    else {
      const module = await figures();
      const asked = location.search;
      const markup = await module.body(panel.dataset.panel, asked, chartWidth(innerWidth));
      // The state may have moved on meanwhile; then it is being asked for again.
      if (asked === location.search) put(panel.querySelector(".panel-body"), markup);
    }
  } catch {
    wait.textContent = navigator.onLine ? say("not_arrived") : say("not_stored");
    wait.hidden = false;
    return;
  }
  wait.hidden = true;
}

/// Opens and closes panels as the link says, and brings the open ones in step with it.
function follow() {
  const ids = shown();
  for (const panel of panels()) {
    panel.open = ids.includes(panel.dataset.panel);
    if (panel.open) fill(panel);
  }
}

/// Writes into the link which panels are open.
function remember() {
  const open = panels().filter((panel) => panel.open).map((panel) => panel.dataset.panel);
  const known = shown().filter((id) => document.querySelector(`details[data-panel="${CSS.escape(id)}"]`));
  if (open.length === known.length && open.every((id) => known.includes(id))) return;
  page.then(({ set }) => set("show", open.join(","), false));
}

document.addEventListener("wattpix", follow);
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target instanceof Element && event.target.matches("details[data-panel]")) remember();
  },
  true,
);
document.addEventListener("focusout", (event) => {
  const panel = event.target instanceof Element ? event.target.closest("[data-fields]")?.closest("details") : null;
  if (panel) setTimeout(() => fill(panel));
});
whenWidthChanges(() => panels().filter((panel) => panel.open).forEach(fill));
addEventListener("beforeprint", follow);

/// Milliseconds without a change after which the result is said to those who hear the page: not every key press is news.
const SETTLED = 700;

let speaking;
let said;

/// The result in words; undefined where there is none.
function words() {
  const [figure, low, high] = [".figure", ".interval b:first-of-type", ".interval b:last-of-type"].map(
    (part) => document.querySelector(`[data-testid=result] ${part}`)?.textContent.trim(),
  );
  return figure && say("result", { figure, low, high });
}

/// Says the result once it has settled, and keeps the link of the printed sheet.
function result() {
  document.getElementById("printed").textContent = say("sheet", { link: location.href });
  // What is there when the page opens is read with the page.
  said ??= words();
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const now = words() ?? "";
    if (said !== undefined && said !== now) document.getElementById("spoken").textContent = now;
    said = now;
  }, SETTLED);
}

document.addEventListener("wattpix", result);
result();

// The copy that answers offline is kept once the page has answered. Browsers offer it on secure addresses and on this machine.
if (navigator.serviceWorker) {
  const keep = () => navigator.serviceWorker.register("sw.js").catch(() => {});
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep);
}

sayValues();
saveAndCopy();
follow();
