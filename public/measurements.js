// The panel of a person's own measurements and fits. Files go to the worker and nowhere else; a fit goes into this browser's storage
// when the person says so, and into the link by the hash of its file.

import { chartWidth, figures, own, ownFits, put } from "./figures.js";
import { download } from "./save.js";
import { workbench } from "./workbench.js";

const { call, stop } = workbench(() => new Worker(new URL("./refit-worker.js", import.meta.url), { type: "module" }));

/// Where this browser keeps fits, one a line.
const KEPT = "wattpix-fits";

let panel;
/// Files with rows that were read, and the boundary within which their energies were taken.
let files = [];
let within;
/// What is being done; undefined while nothing is.
let task;

const part = (name) => panel.querySelector(`[data-own=${name}]`);
const boundary = () => document.querySelector("[name=boundary]").value;
const linesOf = (text) => text.split("\n").filter(Boolean);
const idOf = (line) => line.split("\t", 1)[0];

function kept() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

/// Fills the panel, and brings what it shows in step with the page's state.
export async function fill(given) {
  put(given.querySelector(".panel-body"), await call("frame", []));
  if (panel !== given) {
    panel = given;
    listen();
  }
  if (!task && files.length && within !== boundary()) await bring(files);
  await show();
}

/// Draws the charts and lists the fits.
async function show() {
  const [charts, shelf] = [part("charts"), part("shelf")];
  put(charts, own.points && (await figures()).own_charts(location.search, chartWidth(innerWidth)));
  put(shelf, ownFits() && (await call("shelf", [ownFits(), kept()])));
}

/// Does something that takes a while, in place of what is being done. `act` is given a function that says what it is about and how large.
async function work(act) {
  if (task) stop("");
  const mine = (task = {});
  const [busy, problem] = [part("busy"), part("problem")];
  const bar = busy.querySelector("progress");
  problem.replaceChildren();
  const tell = (words, size) => {
    busy.querySelector("[role=status]").textContent = `${words}…`;
    if (size) [bar.max, bar.value] = [size, 0];
    else bar.removeAttribute("value");
    busy.hidden = false;
  };
  try {
    await act(tell, (bytes) => (bar.value = bytes));
  } catch (error) {
    if (error.message) {
      const line = document.createElement("p");
      line.className = "problem";
      line.textContent = error.message;
      problem.replaceChildren(line);
    }
  }
  if (task !== mine) return;
  task = undefined;
  busy.hidden = true;
}

/// Reads files: rows in place of those before, fits beside those that are there.
function bring(chosen) {
  return work(async (tell, progress) => {
    const rows = chosen.some((file) => !file.name.endsWith(".json"));
    if (rows) {
      files = [];
      own.points = "";
      put(part("made"), "");
      put(part("read"), "");
      await call("clear", []);
    }
    within = boundary();
    try {
      for (const file of chosen) {
        tell(file.name, file.size);
        const line = await call("take", [file, file.name, within], progress);
        if (line) add(line);
        else files.push(file);
      }
    } finally {
      if (rows && files.length) {
        put(part("read"), await call("read", [within]));
        own.points = await call("measured", [within]);
      }
      await show();
    }
  });
}

const ACTS = {
  async cancel() {
    const before = files;
    task = undefined;
    stop("");
    part("busy").hidden = true;
    // The rows went with the worker.
    if (before.length) await bring(before);
  },
  fit: (button) =>
    work(async (tell) => {
      tell(button.textContent);
      put(part("made"), await call("fit", [new Date().toISOString().slice(0, 10)]));
    }),
  async "use-made"() {
    const line = await call("line", []);
    add(line);
    use(idOf(line));
  },
  async download() {
    const [text, name] = await Promise.all([call("file", []), call("name", [])]);
    download(new Blob([text], { type: "application/json" }), name);
  },
  boundary: ({ dataset }) => visit("boundary", dataset.boundary === "net" ? null : dataset.boundary),
  use: (_, id) => use(id),
  keep: (_, id) =>
    work(async () => {
      const line = linesOf(ownFits()).find((line) => idOf(line) === id);
      const others = linesOf(kept()).filter((line) => idOf(line) !== id);
      localStorage.setItem(KEPT, [...others, line].join("\n"));
      await show();
    }),
  forget: (_, id) =>
    work(async () => {
      const rest = (text) => linesOf(text).filter((line) => idOf(line) !== id).join("\n");
      globalThis.wattpixFits = rest(ownFits());
      if (kept()) localStorage.setItem(KEPT, rest(kept()));
      if (!kept()) localStorage.removeItem(KEPT);
      if (new URLSearchParams(location.search).get("fit") === id) use(null);
      else announce();
      await show();
    }),
};

/// Makes a fit known to the page for this visit.
function add(line) {
  const others = linesOf(ownFits()).filter((other) => idOf(other) !== idOf(line));
  globalThis.wattpixFits = [...others, line].join("\n");
  announce();
}

/// Lets the page look again at its link and at the fits that there are.
function announce() {
  dispatchEvent(new PopStateEvent("popstate"));
}

/// Puts a fit into the link; null takes it out.
const use = (id) => visit("fit", id);

/// Puts a value into the link; null takes it out.
function visit(key, value) {
  const query = new URLSearchParams(location.search);
  if (value) query.set(key, value);
  else query.delete(key);
  const text = query.toString().replaceAll("%2C", ",");
  history.pushState(null, "", location.pathname + (text && `?${text}`) + location.hash);
  announce();
}

function listen() {
  panel.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (button) ACTS[button.dataset.act](button, button.closest("[data-fit]")?.dataset.fit);
  });
  panel.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.files.length) return;
    bring([...input.files]);
    // So that the same file can be chosen again.
    input.value = "";
  });
  const mark = (over) => panel.querySelector("[data-drop]").classList.toggle("over", over);
  panel.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  panel.addEventListener("dragleave", () => mark(false));
  panel.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) bring([...event.dataTransfer.files]);
  });
}
