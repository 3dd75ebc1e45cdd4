#!/bin/sh
# Fetches HiGHS (the exact solver, as WebAssembly) from npm by the lock file and
# puts it where the build embeds it. Without npm or a network the build goes on
# without it, and the program says what is missing; under CI=true that is an error.
set -eu
cd "$(dirname "$0")/.."
without() {
  echo "$1: fugai is built without the exact solver HiGHS; mend it and run make again" >&2
  if [ "${CI:-}" = true ]; then exit 1; fi
  exit 0
}
command -v npm >/dev/null 2>&1 || without "npm (Node.js) is not installed"
npm ci --prefix tools/npm --ignore-scripts --no-audit --no-fund --fetch-retries=1 --loglevel=error >&2 || without "npm could not fetch the package highs"
${GO:-go} run ./coverage/siting/highs/generate tools/npm/node_modules/highs coverage/siting/highs/asset
