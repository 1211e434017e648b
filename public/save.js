// Saving and copying: files of a chart, lines about the state, the dialog that writes what embeds a chart.

import { figures, put } from "./figures.js";
import { say } from "./language.js";
import { ask } from "./workbench.js";

/// The address of the site's folder.
const site = () => new URL("./", location.origin + location.pathname).href;

/// Pixels of a saved picture for each CSS pixel.
const SCALE = 2;

/// Saves a file.
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser takes the file up after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/// A picture of an SVG.
async function picture(svg) {
  const source = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(say("no_picture")))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(source);
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages without a secure address have no clipboard of their own.
    const field = document.createElement("textarea");
    field.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error(say("not_allowed"));
  }
}

const KINDS = {
  svg: ["svg", "image/svg+xml"],
  png: ["png", "image/png"],
  csv: ["csv", "text/csv"],
  json: ["json", "application/json"],
  metadata: ["metadata.json", "application/json"],
};

/// Does what a button says, and returns what was done in words.
async function act(kind, id) {
  if (kind === "link") return copy(location.href).then(() => say("link_copied"));
  const query = location.search;
  if (!(kind in KINDS || kind === "embed")) return copy(await ask("line", [kind, query, site()])).then(() => say("copied"));
  const module = await figures();
  const title = module.title(id);
  if (kind === "embed") return open(id, title).then(() => "");
  const [ending, type] = KINDS[kind];
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const drawn = { png: "svg", metadata: "columns" }[kind] ?? kind;
  let content = module.content(id, query, drawn, dark);
  if (content && kind === "metadata") content = await ask("metadata", [id, title, content, query, site()]);
  if (!content) throw new Error(say("nothing_to_save"));
  const name = module.name(id, query, ending);
  download(kind === "png" ? await picture(content) : new Blob([content], { type }), name);
  return say("saved", { name });
}

/// Opens the dialog that writes snippets for a chart.
async function open(id, title) {
  let dialog = document.getElementById("embed-dialog");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "embed-dialog";
    dialog.innerHTML = '<div></div><form method="dialog"><span class="done" role="status"></span> <button class="quiet"></button></form>';
    dialog.querySelector("form button").textContent = say("close");
    document.body.append(dialog);
    dialog.addEventListener("change", (event) => {
      if (event.target.name === "embed-version") write(dialog, event.target.value === "pinned");
    });
  }
  dialog.dataset.id = id;
  dialog.dataset.title = title;
  await write(dialog, false);
  dialog.showModal();
}

async function write(dialog, pinned) {
  const { id, title } = dialog.dataset;
  put(dialog.firstElementChild, await ask("dialog", [id, title, location.search, site(), pinned]));
}

function tell(button, words) {
  const place = button.parentElement.querySelector(".done") ?? button.closest("dialog")?.querySelector(".done");
  if (place) place.textContent = words;
}

/// Does what a button that saves or copies says.
export async function press(button) {
  const figure = button.closest("[data-chart], [data-table]");
  const id = figure?.dataset.chart ?? figure?.dataset.table ?? "";
  try {
    const done = button.dataset.copy
      ? await copy(document.getElementById(button.dataset.copy).value).then(() => say("copied"))
      : await act(button.dataset.do, id);
    tell(button, done);
  } catch (error) {
    tell(button, say("failed", { reason: error.message }));
  }
}
