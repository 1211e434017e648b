// The package as a user has it: `cargo xtask test npm` installs it beside these files.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import test from "node:test";
import * as wattpix from "wattpix";

/** Root of the checkout. */
const ROOT = process.env.WATTPIX_ROOT;
const PACKAGE = new URL("../node_modules/wattpix/", import.meta.url);

test("the example of README prints what it says", () => {
  const readme = readFileSync(`${ROOT}/packages/npm/README.md`, "utf8");
  const [, example] = readme.match(/```js\n([^]*?)```/);
  const expected = [...example.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", example], { encoding: "utf8" });
  assert.ok(expected.length >= 6);
  assert.deepEqual(printed.trimEnd().split("\n"), expected);
});

/** Fields of an estimate that the command line alone has, and their types. */
const BESIDE = ["footprint", "hours", "claim"];
const BESIDE_TYPES = ["FootprintReport", "FunctionalUnit", "Range", "HoursReport", "WindowReport", "ClaimReport"];

test("objects have exactly the fields of their schemas and types", () => {
  const types = readFileSync(new URL("wattpix.d.ts", PACKAGE), "utf8");
  const seen = new Set();
  const compare = (name, { properties = {}, required = [] }) => {
    if (!Object.keys(properties).length || seen.has(name)) return;
    seen.add(name);
    const [, body] = types.match(new RegExp(`interface ${name} \\{\\n([^]*?)\\n\\}`)) ?? assert.fail(`no ${name}`);
    const typed = [...body.matchAll(/^  (\w+)(\??):/gm)].map(([, field, optional]) => field + optional);
    const fields = Object.keys(properties).filter((field) => name !== "EstimateReport" || !BESIDE.includes(field));
    const said = fields.map((field) => (required.includes(field) ? field : `${field}?`));
    assert.deepEqual(typed.sort(), said.sort(), name);
  };
  for (const [file, name] of [["estimate", "EstimateReport"], ["flops", "FlopsReport"], ["catalogue", undefined]]) {
    const schema = JSON.parse(readFileSync(`${ROOT}/docs/schemas/${file}.json`, "utf8"));
    if (name) compare(name, schema);
    // A document of a fit is typed as any other source.
    for (const [definition, inner] of Object.entries(schema.$defs)) if (!["Citation", ...BESIDE_TYPES].includes(definition)) compare(definition, inner);
  }
  assert.ok(seen.size >= 12, [...seen].join(" "));
  const answer = wattpix.estimate({ model: "sdxl", gpu: "rtx-4090", zone: "FRA", like: "phone-charge" });
  const { properties } = JSON.parse(readFileSync(`${ROOT}/docs/schemas/estimate.json`, "utf8"));
  for (const field of Object.keys(answer)) assert.ok(field in properties, field);
  assert.ok(answer.g_co2e_per_image > 0 && answer.like.per_image > 0);
});

test("answers are those that the project records", () => {
  // docs/numbers.csv has the answer of every version: version, model, gpu, watt-hours.
  const [head, ...lines] = readFileSync(`${ROOT}/docs/numbers.csv`, "utf8").trim().split("\n");
  assert.match(head, /^version,model,gpu,/);
  let compared = 0;
  for (const line of lines) {
    const [coefficients, model, gpu, energy] = line.split(",");
    if (model.includes("~")) continue;
    const { wh_per_image } = wattpix.estimate({ model, gpu, coefficients });
    assert.ok(Math.abs(wh_per_image / Number(energy) - 1) < 1e-4, `${line}: ${wh_per_image}`);
    compared += 1;
  }
  assert.ok(compared > 30, String(compared));
});

test("values are taken as people write them", () => {
  const { steps, guidance, width } = wattpix.estimate({ model: "SDXL", gpu: "H100", steps: "20", guidance: false, width: 768, fit: null });
  assert.deepEqual([steps, guidance, width], [20, "off", 768]);
  const edit = wattpix.estimate({ model: "qwen-image-edit", gpu: "h100", references: 2, weights: "q8", gpu_count: 2, vae_tiling: true });
  assert.deepEqual([edit.references, edit.weights, edit.gpu_count, edit.vae_tiling], [2, "q8", 2, "on"]);
  assert.equal(wattpix.estimate({ model: "wan2.1-t2v-1.3b", gpu: "h100", frames: 33 }).frames, 33);
  assert.ok(wattpix.estimate({ model: "sdxl", gpu: "watts:285;fp16:110;bandwidth:500" }).wh_per_image > 0);
  assert.ok(Math.abs(wattpix.explain({ model: "sdxl", gpu: "a100" }).terms.reduce((sum, { adds }) => sum + adds, 0) / wattpix.estimate({ model: "sdxl", gpu: "a100" }).joules_per_image - 1) < 1e-9);
});

test("what cannot be used is an error that says what can", () => {
  const refused = (settings, message) =>
    assert.throws(() => wattpix.estimate(settings), (error) => error instanceof wattpix.WattpixError && message.test(error.message));
  refused({ model: "flux1-def", gpu: "a100" }, /flux1-dev/);
  refused({ model: "sdxl" }, /gpu/);
  refused({ model: "sdxl", gpu: "a100", stepz: 3 }, /unknown argument 'stepz'; choose model, gpu/);
  refused({ model: "sdxl", gpu: "a100", steps: 1.5 }, /1\.5/);
  refused({ model: "sdxl", gpu: "a100", steps: Number.NaN, width: [1] }, /list/);
  refused({ model: "midjourney", gpu: "a100" }, /as bounds/);
  refused(undefined, /model/);
  refused([1], /object/);
  // The program is none the worse for it.
  assert.ok(wattpix.estimate({ model: "sdxl", gpu: "a100" }).wh_per_image > 0);
});

test("the entry of browsers and bundlers fetches its WebAssembly and answers the same", async () => {
  // Node's fetch takes no file: addresses, so a server stands for the site.
  const server = createServer((request, answer) => {
    const kind = request.url.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    answer.setHeader("content-type", kind).end(readFileSync(new URL(`.${request.url}`, PACKAGE)));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { default: init, estimate } = await import(new URL("native.js?browser", PACKAGE));
  await init({ module_or_path: new URL(`http://127.0.0.1:${server.address().port}/native_bg.wasm`) });
  const settings = { model: "sdxl", gpu: "a100" };
  assert.deepEqual(JSON.parse(estimate(JSON.stringify(settings))), wattpix.estimate(settings));
  server.close();
  server.closeAllConnections();
  const web = readFileSync(new URL("web.js", PACKAGE), "utf8");
  assert.match(web, /new URL\("native_bg\.wasm", import\.meta\.url\)/);
});

test("the element is defined once, for the site that is named", async () => {
  const defined = new Map();
  const frame = { style: {} };
  Object.assign(globalThis, {
    HTMLElement: class {
      style = {};
      attributes = [{ name: "chart", value: "energy-by-steps" }, { name: "c", value: "a b" }, { name: "lang", value: "fr-CA" }];
      title = "";
      textContent = " Energy ";
      attachShadow = () => ({ append() {} });
    },
    MutationObserver: class { observe() {} },
    document: { baseURI: "https://mine.example/page/", createElement: () => frame },
    customElements: { get: (name) => defined.get(name), define: (name, element) => defined.set(name, element) },
    addEventListener() {},
  });
  const { define } = await import("wattpix/embed");
  assert.equal(defined.size, 0);
  define("https://site.example/wattpix/");
  const element = defined.get("wattpix-chart");
  define("https://other.example/");
  assert.equal(defined.get("wattpix-chart"), element);
  new element().connectedCallback();
  assert.equal(frame.src, "https://site.example/wattpix/embed.html?chart=energy-by-steps&c=a&c=b&lang=fr");
  assert.equal(frame.title, "Energy");
});

test("the package holds what it names, with licences and notices", () => {
  const { exports, version, files } = JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8"));
  const named = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
  for (const file of [...named, "LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "CITATION.cff", "README.md"]) assert.ok(existsSync(new URL(file, PACKAGE)), file);
  assert.ok(!readdirSync(PACKAGE).some((name) => name.endsWith(".rs")) && files.includes("*.wasm"));
  assert.match(readFileSync(`${ROOT}/Cargo.toml`, "utf8"), new RegExp(`^version = "${version}"$`, "m"));
});
