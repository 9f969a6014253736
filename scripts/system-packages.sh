#!/bin/sh
# Installs what is missing of the Debian packages DovTech drives; without the right to, names them and goes on only
# where nothing is missing.
set -eu

packages="python3-venv tesseract-ocr tesseract-ocr-spa tesseract-ocr-cat tesseract-ocr-eng tesseract-ocr-osd
chromium chromium-driver libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libgl1 libglib2.0-0 libgomp1 poppler-utils
fonts-dejavu-core fonts-liberation2 fonts-noto-core
fonts-dkg-handwriting fonts-breip fonts-femkeklaver fonts-sjfonts fonts-kristi"

# The servers and programs that only the tests need: `sh scripts/system-packages.sh test`.
[ "${1:-}" != test ] || packages="$packages dovecot-imapd postgresql libreoffice-writer-nogui libreoffice-calc-nogui"

command -v dpkg-query >/dev/null 2>&1 || { echo "no Debian here: see README for what must be installed"; exit 0; }

missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
case "$missing" in *python3-venv*) python3.11 -c 'import ensurepip' 2>/dev/null && missing=$(echo "$missing" | sed 's/ python3-venv//') ;; esac
[ -n "$missing" ] || exit 0

run=""
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then run="sudo"; else
        echo "these Debian packages are missing; ask an administrator to run:"
        echo "  apt-get install --no-install-recommends$missing"
        exit 1
    fi
fi
echo "installing Debian packages (once):$missing"
$run apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing >/dev/null
