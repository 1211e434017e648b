// The panel that explains a figure: written by the third module, which has the room.

import { put } from "./figures.js";
import { call } from "./workbench.js";

export async function fill(panel) {
  const asked = location.search;
  const markup = await call("explanation", [asked]);
  // The state may have moved on meanwhile; then it is being asked for again.
  if (asked === location.search) put(panel.querySelector(".panel-body"), markup);
}
