// The panel of an architecture of one's own. A change becomes a model in the link; the page does the rest.

import { put } from "./figures.js";
import { say } from "./language.js";
import { download } from "./save.js";
import { ask } from "./workbench.js";

const listening = new WeakSet();

const problem = (panel, words) => (panel.querySelector("[data-testid=architecture-problem]").textContent = words);

/// Leads to the state with another model, as if it had been chosen in the form.
function choose(panel, model) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "model";
  field.value = model;
  panel.append(field);
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.remove();
}

/// Changes happen one after another: each is made to the model that the one before led to.
let changes = Promise.resolve();

async function change(panel, field) {
  try {
    const model = await ask("changed", [location.search, field.dataset.dimension, field.value]);
    field.removeAttribute("aria-invalid");
    problem(panel, "");
    choose(panel, model);
  } catch (error) {
    field.setAttribute("aria-invalid", "true");
    problem(panel, error.message);
  }
}

/// The fields are settings of the model, not of the page: their events end here.
function listen(panel) {
  if (listening.has(panel)) return;
  listening.add(panel);
  for (const kind of ["input", "change"]) {
    panel.addEventListener(kind, (event) => {
      const field = event.target.closest("[data-dimension]");
      if (!field) return;
      event.stopPropagation();
      if (kind === "change") changes = changes.then(() => change(panel, field));
    });
  }
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    if (!button) return;
    const text = document.getElementById(button.dataset.save).value;
    download(new Blob([text], { type: "text/plain" }), "my_model.rs");
    button.parentElement.querySelector(".done").textContent = say("saved", { name: "my_model.rs" });
  });
}

export async function fill(panel) {
  listen(panel);
  const asked = location.search;
  const markup = await ask("architecture", [asked]);
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
