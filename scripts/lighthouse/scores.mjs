// Prints what a Lighthouse report says, and fails below a least score: `node scores.mjs REPORT.json LEAST`.
import { readFileSync } from "node:fs";

const [path, least] = process.argv.slice(2);
const report = JSON.parse(readFileSync(path, "utf8"));
console.log(`Lighthouse ${report.lighthouseVersion}, ${report.fetchTime}, ${report.environment.hostUserAgent.match(/Chrome\/\d+/)?.[0]}`);
let enough = true;
for (const { title, score } of Object.values(report.categories)) {
  const points = Math.round(score * 100);
  console.log(`${String(points).padStart(4)}  ${title}`);
  enough &&= points >= Number(least);
}
for (const id of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"]) {
  const audit = report.audits[id];
  if (audit) console.log(`      ${audit.title}: ${audit.displayValue}`);
}
for (const { id, score, title } of Object.values(report.audits)) {
  if (score !== null && score < 0.9) console.log(`      below 90: ${id}, ${title}`);
}
if (!enough) {
  console.error(`error: a category is below ${least}`);
  process.exit(1);
}
