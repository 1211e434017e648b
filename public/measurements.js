// The panel of a person's own measurements and fits.

import { put } from "./figures.js";
import { call } from "./workbench.js";

export async function fill(panel) {
  put(panel.querySelector(".panel-body"), await call("frame", []));
}
