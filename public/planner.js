// Panels with settings or words of their own: a budget, a fleet, what energy is as much as, how the figure comes about.

import { chartWidth, figures, put } from "./figures.js";

export async function fill(panel) {
  const asked = location.search;
  const id = panel.dataset.panel;
  const charts = panel.querySelector("[data-charts]");
  const module = await figures();
  const draw = async () => put(charts, await module.body(id, asked, chartWidth(innerWidth)));
  const drawn = charts && draw();
  const [fields, body] = await Promise.all([module.settings(id, asked), module.panel_words(id, asked), drawn]);
  // The state may have moved on meanwhile; then it is being asked for again.
  if (asked !== location.search) return;
  const place = panel.querySelector("[data-fields]");
  // What is being typed stays as it is typed.
  if (!(place.contains(document.activeElement) && document.activeElement.matches("input"))) put(place, fields);
  put(panel.querySelector(".panel-body"), body);
}
