#!/bin/sh
# Audits the built site with Lighthouse (npm, Apache-2.0) in its slow telephone, and fails below 95 in any category.
#   cargo xtask site && scripts/lighthouse/run.sh
# The report stays in target/lighthouse/; the figures in README.md come from here.
set -eu
# 13 needs Node 22, which not every system has.
VERSION=12.8.2
LEAST=95
cd "$(dirname "$0")/../.."
tools=target/tools/lighthouse-$VERSION
out=target/lighthouse
mkdir -p "$out"
test -x "$tools/node_modules/.bin/lighthouse" || npm install --no-save --prefix "$tools" "lighthouse@$VERSION"

cargo build -q --package xtask
port=${PORT:-8099}
target/debug/xtask serve --port "$port" >"$out/serve.log" 2>&1 &
server=$!
trap 'kill $server' EXIT
until grep -q "http://127.0.0.1:$port/" "$out/serve.log"; do
  kill -0 $server || { cat "$out/serve.log"; exit 1; }
  sleep 1
done

CHROME_PATH=${CHROME_PATH:-$(command -v chromium || command -v google-chrome)} "$tools/node_modules/.bin/lighthouse" \
  "http://127.0.0.1:$port/" --quiet --chrome-flags="--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage" \
  --output=json --output=html --output-path="$out/report"
node scripts/lighthouse/scores.mjs "$out/report.report.json" "$LEAST"
