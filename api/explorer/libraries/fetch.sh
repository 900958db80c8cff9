#!/bin/sh
# Bundles the kept libraries of package.json into api/explorer/page/libraries, by npm alone.
# The page itself has no build step: it imports these files as ES modules. SHA256SUMS holds what
# was made; run this script with UPDATE=1 after changing a version to write it anew.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out="$here/../page/libraries"
axe="$here/../../../tests/e2e/explorer/axe"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here/package.json" "$here"/*.js "$work"
cd "$work"
npm install --silent --no-package-lock --no-audit --no-fund

mkdir -p "$out" "$axe"
for name in view graph layout charts; do
    node_modules/.bin/esbuild "$name.js" --bundle --format=esm --minify --target=es2022 \
        --charset=utf8 --legal-comments=none --define:process.env.NODE_ENV='"production"' \
        --outfile="$out/$name.js" --log-level=warning
done

licence() { # the licence of a package, under its name and version
    file=$(find "node_modules/$1" -maxdepth 1 -iname 'licen[cs]e*' | head -n 1)
    printf '%s %s\n\n' "$1" "$(node -p "require('./node_modules/$1/package.json').version")"
    cat "$file"
    printf '\n----\n\n'
}
for package in $(node -p "Object.keys(require('./package.json').dependencies).join(' ')"); do
    licence "$package"
done >"$out/LICENSES.txt"
cp node_modules/axe-core/axe.min.js "$axe/axe.min.js"
licence axe-core >"$axe/LICENSE.txt"

for folder in "$out" "$axe"; do
    cd "$folder"
    if [ "${UPDATE:-0}" = 1 ]; then
        sha256sum ./*.js ./*.txt >SHA256SUMS
    fi
    sha256sum -c SHA256SUMS
done
