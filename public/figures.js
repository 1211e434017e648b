// What the page and embedded charts share: the part of the program that draws, which comes when it is first needed, and what a chart says
// under a pointer and by keys.

import { words } from "./language.js";
import { program } from "./program.js";

/// The table of countries, once there is one, or an empty text where it did not arrive.
export let countries;

/// Keeps the table for the modules, whether they are there yet or not.
export function giveCountries(table) {
  countries = table;
}

/// What draws, once it knows the language, the fits that this browser keeps and the countries.
export async function figures() {
  const [module, lines] = await Promise.all([program, words]);
  module.speak(lines);
  await module.kept_fits();
  if (countries !== undefined) module.countries(countries);
  return module;
}

/// The width for which charts are laid out in so much room, in CSS pixels: a phone's or a desk's.
export const chartWidth = (room) => (room < 720 ? 350 : 620);

/// Does something whenever charts are to be laid out for another width.
export function whenWidthChanges(act) {
  let width = chartWidth(innerWidth);
  addEventListener("resize", () => {
    if (width === chartWidth(innerWidth)) return;
    width = chartWidth(innerWidth);
    act();
  });
}

const read = new WeakMap();

/// The points of a drawing: left and top in parts of its size, and words.
function pointsOf(drawing) {
  const source = drawing.querySelector("[data-points]");
  if (!source) return [];
  if (!read.has(source)) {
    const [width, height] = source.dataset.size.split(" ").map(Number);
    const points = source.dataset.points.split("\n").filter(Boolean).map((line) => {
      const [left, top, ...words] = line.split(" ");
      return { left: left / width, top: top / height, words: words.join(" ") };
    });
    read.set(source, points);
  }
  return read.get(source);
}

/// Milliseconds of rest after which a value is said to those who hear the page: a pointer that passes over a chart is no question, keys that
/// repeat are one.
const RESTS = { pointer: 700, keys: 150 };

let speaking;

/// Says words once the pointer or the keys rest; the page has one place that speaks.
function speak(words, rest) {
  clearTimeout(speaking);
  const place = document.getElementById("spoken");
  if (place && words) speaking = setTimeout(() => (place.textContent = words), rest);
}

/// Shows a point, and says it after a rest; nothing where there is no such point.
function say(drawing, index, rest) {
  const point = pointsOf(drawing)[index];
  let mark = drawing.querySelector(".mark");
  const reading = drawing.parentElement.querySelector(".reading");
  if (!point) {
    mark?.remove();
    delete drawing.dataset.at;
    if (reading) reading.textContent = "";
    speak("", rest);
    return;
  }
  const svg = drawing.querySelector("svg");
  if (!mark) {
    mark = document.createElement("span");
    mark.className = "mark";
    drawing.append(mark);
  }
  mark.style.left = `${point.left * svg.clientWidth}px`;
  mark.style.top = `${point.top * svg.clientHeight}px`;
  if (drawing.dataset.at !== String(index)) speak(point.words, rest);
  drawing.dataset.at = index;
  if (reading) reading.textContent = point.words;
}

/// The point nearest to a place; left and right count more than up and down.
function nearest(drawing, event) {
  const box = drawing.querySelector("svg")?.getBoundingClientRect();
  if (!box) return -1;
  let best = -1;
  let least = Infinity;
  pointsOf(drawing).forEach((point, index) => {
    const across = box.left + point.left * box.width - event.clientX;
    const up = box.top + point.top * box.height - event.clientY;
    const distance = across * across + 0.3 * up * up;
    if (distance < least) [least, best] = [distance, index];
  });
  return best;
}

const drawingOf = (event) => (event.target instanceof Element ? event.target.closest(".drawing") : null);

/// Lets every chart, present or to come, say its values.
export function sayValues() {
  document.addEventListener("pointermove", (event) => {
    const drawing = drawingOf(event);
    if (drawing) say(drawing, nearest(drawing, event), RESTS.pointer);
  });
  document.addEventListener("pointerout", (event) => {
    const drawing = drawingOf(event);
    if (drawing && !drawing.contains(event.relatedTarget)) say(drawing, -1, RESTS.pointer);
  });
  document.addEventListener("keydown", (event) => {
    const drawing = drawingOf(event);
    if (!drawing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = pointsOf(drawing).length - 1;
    const at = Number(drawing.dataset.at ?? -1);
    const to = {
      ArrowRight: Math.min(at + 1, last),
      ArrowLeft: at < 0 ? last : Math.max(at - 1, 0),
      Home: 0,
      End: last,
      Escape: -1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    say(drawing, to, RESTS.keys);
  });
}

/// Puts markup of the module into an element, unless it holds the same already. What was open stays open, and the focus stays.
export function put(element, markup) {
  if (element.written === markup) return;
  const parts = () => [...element.querySelectorAll("details")];
  const stops = () => [...element.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")];
  const open = parts().map((part) => part.open);
  const focus = stops().indexOf(document.activeElement);
  element.innerHTML = markup;
  element.written = markup;
  parts().forEach((part, at) => (part.open = open[at] ?? part.open));
  if (focus >= 0) stops()[focus]?.focus({ preventScroll: true });
  // Texts that cannot be used go back into their fields.
  document.dispatchEvent(new Event("wattpix-written"));
}

const buttonOf = (event) => (event.target instanceof Element ? event.target.closest("[data-do], [data-copy], [data-save]") : null);

/// Lets every button that saves or copies do so. The part of the program that does comes when a pointer or the focus first is on such a button, so
/// that it is there at the click: what a click may put on the clipboard, it may not much later.
export function saveAndCopy() {
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (buttonOf(event)) program.then(({ prepare_share }) => prepare_share()).catch(() => {});
    });
  }
  document.addEventListener("click", (event) => {
    const button = buttonOf(event);
    if (button) figures().then(({ press }) => press(button, location.search));
  });
}
