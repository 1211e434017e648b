// The panel of an architecture of one's own. Its fields are the page's: a change becomes a model in the link.

import { figures, put } from "./figures.js";

export async function fill(panel) {
  const asked = location.search;
  const markup = await (await figures()).architecture(asked);
  // The state may have moved on meanwhile; then it is being asked for again.
  if (asked !== location.search) return;
  // What is being typed in the next field stays as it is typed.
  const active = panel.contains(document.activeElement) ? document.activeElement : undefined;
  const typed = active?.matches("input[data-dimension]") && active.value !== active.defaultValue;
  const { value } = active ?? {};
  put(panel.querySelector(".panel-body"), markup);
  const field = typed && panel.querySelector(`[data-dimension="${CSS.escape(active.dataset.dimension)}"]`);
  if (field) field.value = value;
}
