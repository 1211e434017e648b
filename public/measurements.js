// The panel of a person's own measurements and fits. Files go to the worker and nowhere else; a fit goes into this browser's storage
// when the person says so, and into the link by the hash of its file.

import { chartWidth, figures, own, ownFits, put } from "./figures.js";
import { download } from "./save.js";
import { ask, workbench } from "./workbench.js";

const { call, stop } = workbench(
  () => new Worker(new URL("./refit-worker.js", import.meta.url), { type: "module" }),
  // The rows are gone: reading them again might end it again.
  () => {
    files = [];
    own.points = "";
    if (panel) for (const name of ["made", "read", "charts"]) put(part(name), "");
  },
);

/// Where this browser keeps fits, one a line.
const KEPT = "wattpix-fits";

let panel;
/// What the panel holds before there is a file.
let frame;
/// Files with rows that the worker holds, and the boundary within which their energies were taken.
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
  frame ??= await call("frame", []);
  put(given.querySelector(".panel-body"), frame);
  if (panel !== given) {
    panel = given;
    listen();
  }
  await follow();
  await show();
}

/// Reads the files again where their energies were taken within another boundary than the page's. What is being done goes first.
async function follow() {
  if (!task && files.length && within !== boundary()) await bring(files);
}

/// Draws the charts and lists the fits.
async function show() {
  const [charts, shelf] = [part("charts"), part("shelf")];
  put(charts, own.points && (await figures()).own_charts(location.search, chartWidth(innerWidth)));
  put(shelf, ownFits() && (await ask("shelf", [ownFits(), kept()])));
}

/// Says what went wrong, a line each.
function complain(reasons) {
  const lines = reasons.filter(Boolean).map((reason) => {
    const line = document.createElement("p");
    line.className = "problem";
    line.textContent = reason;
    return line;
  });
  part("problem").replaceChildren(...lines);
}

/// Does something that takes a while. `act` is given a function that says what it is about and how large, one that says how much of it is done, and
/// whether it still is what is being done.
async function work(act) {
  const mine = (task = {});
  const busy = part("busy");
  const bar = busy.querySelector("progress");
  complain([]);
  const tell = (words, size) => {
    busy.querySelector("[role=status]").textContent = `${words}…`;
    if (size) [bar.max, bar.value] = [size, 0];
    else bar.removeAttribute("value");
    busy.hidden = false;
  };
  const goesOn = () => task === mine;
  mine.done = act(tell, (bytes) => (bar.value = bytes), goesOn).catch((error) => {
    if (goesOn()) complain([error.message]);
  });
  await mine.done;
  if (!goesOn()) return;
  task = undefined;
  busy.hidden = true;
  await follow();
}

/// Ends what is being done. The rows go with the worker.
function halt() {
  task = undefined;
  stop("");
  part("busy").hidden = true;
}

const isFit = (file) => /\.json$/i.test(file.name);

/// Reads files: rows in place of those before, fits beside those that are there. A file that cannot be used is told of, and the others are
/// read; where no file has a row, those before stay.
async function bring(chosen) {
  const rows = !chosen.every(isFit);
  // New rows take the place of whatever is done with the old ones; a fit waits.
  if (task && rows) halt();
  while (task) await task.done;
  return work(async (tell, progress, goesOn) => {
    const before = files;
    const reasons = [];
    const take = async (some) => {
      const now = boundary();
      if (rows) {
        files = [];
        own.points = "";
        for (const name of ["made", "read"]) put(part(name), "");
        await call("clear", []);
        within = now;
      }
      for (const file of some) {
        try {
          tell(file.name, file.size);
          const line = await call("take", [file, file.name, now], progress);
          if (line) add(line);
          else files.push(file);
        } catch (error) {
          if (!goesOn()) return;
          reasons.push(error.message);
        }
      }
    };
    await take(chosen);
    if (goesOn() && rows && !files.length && before.length && before !== chosen) await take(before);
    if (!goesOn()) return;
    if (rows && files.length) {
      put(part("read"), await call("read", [within]));
      own.points = await call("measured", [within]);
    }
    complain(reasons);
    await show();
  });
}

const ACTS = {
  async cancel() {
    const before = files;
    halt();
    // The rows went with the worker.
    if (before.length) await bring(before);
  },
  fit(button) {
    if (task) return;
    work(async (tell) => {
      tell(button.textContent);
      put(part("made"), await call("fit", [new Date().toISOString().slice(0, 10)]));
    });
  },
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
  async keep(_, id) {
    const line = linesOf(ownFits()).find((line) => idOf(line) === id);
    const others = linesOf(kept()).filter((line) => idOf(line) !== id);
    localStorage.setItem(KEPT, [...others, line].join("\n"));
    await show();
  },
  async forget(_, id) {
    const rest = (text) => linesOf(text).filter((line) => idOf(line) !== id).join("\n");
    globalThis.wattpixFits = rest(ownFits());
    if (kept()) localStorage.setItem(KEPT, rest(kept()));
    if (!kept()) localStorage.removeItem(KEPT);
    if (new URLSearchParams(location.search).get("fit") === id) use(null);
    else announce();
    await show();
  },
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
    if (!button) return;
    // Storage may be full or forbidden.
    Promise.resolve(ACTS[button.dataset.act](button, button.closest("[data-fit]")?.dataset.fit)).catch((error) =>
      complain([error.message]),
    );
  });
  // Files are no setting of the page.
  panel.addEventListener("input", (event) => event.stopPropagation());
  panel.addEventListener("change", (event) => {
    event.stopPropagation();
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
