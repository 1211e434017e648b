// The panels that have no charts: a fleet, what energy is as much as, how the figure comes about. The third module writes them.

import { put } from "./figures.js";
import { ask } from "./workbench.js";

export async function fill(panel) {
  const asked = location.search;
  const id = panel.dataset.panel;
  const [fields, body] = await Promise.all([ask("settings", [id, asked]), ask("body", [id, asked])]);
  // The state may have moved on meanwhile; then it is being asked for again.
  if (asked !== location.search) return;
  const place = panel.querySelector("[data-fields]");
  // What is being typed stays as it is typed.
  if (!(place.contains(document.activeElement) && document.activeElement.matches("input"))) put(place, fields);
  put(panel.querySelector(".panel-body"), body);
}
