#!/bin/sh
# Installs what the tests open the outputs with: QGIS's Python, GDAL, SQLite's
# shell, SciPy, the solvers CBC and GLPK, npm, a browser and a Chinese font. It does so only on Debian and its kin, and only when it
# may (as root); elsewhere those tests skip and say so.
set -eu
need=""
python=/usr/bin/python3
QT_QPA_PLATFORM=offscreen $python -c 'import qgis.core' >/dev/null 2>&1 || need="$need python3-qgis"
command -v ogrinfo >/dev/null 2>&1 || need="$need gdal-bin"
$python -c 'import osgeo_utils' >/dev/null 2>&1 || need="$need python3-gdal"
$python -c 'import scipy.sparse.csgraph' >/dev/null 2>&1 || need="$need python3-scipy"
command -v sqlite3 >/dev/null 2>&1 || need="$need sqlite3"
command -v cbc >/dev/null 2>&1 || need="$need coinor-cbc"
command -v glpsol >/dev/null 2>&1 || need="$need glpk-utils"
command -v npm >/dev/null 2>&1 || need="$need npm"
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || need="$need chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || need="$need fontconfig fonts-noto-cjk"
[ -n "$need" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
  echo "not installed, so the tests that use them skip:$need" >&2
  exit 0
fi
echo "installing for the tests:$need" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $need >/dev/null
