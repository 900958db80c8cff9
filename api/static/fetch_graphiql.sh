#!/bin/sh
# Fetches the built files of GraphiQL and React into api/static/graphiql, by npm alone.
# 3.9.0 and 18.3.1 are the last releases whose files run in a page without a build step
# (GraphiQL 5 and React 19 dropped them). SHA256SUMS holds what was fetched; run this script
# with UPDATE=1 after changing a version to write it anew.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out="$here/graphiql"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # package version file target
    folder="$work/$1-$2"
    if [ ! -d "$folder" ]; then
        mkdir -p "$folder"
        (cd "$work" && npm pack --silent "$1@$2" >/dev/null && tar xzf "$1-$2.tgz" -C "$folder")
    fi
    # The maps are not shipped, so the browser must not look for them.
    sed '/^[[:space:]]*\/\/[#@] sourceMappingURL=/d' "$folder/package/$3" >"$out/$4"
}

mkdir -p "$out"
fetch graphiql 3.9.0 graphiql.min.js graphiql.min.js
fetch graphiql 3.9.0 graphiql.min.css graphiql.min.css
fetch graphiql 3.9.0 LICENSE graphiql.LICENSE
fetch react 18.3.1 umd/react.production.min.js react.production.min.js
fetch react 18.3.1 LICENSE react.LICENSE
fetch react-dom 18.3.1 umd/react-dom.production.min.js react-dom.production.min.js
fetch react-dom 18.3.1 LICENSE react-dom.LICENSE

cd "$out"
if [ "${UPDATE:-0}" = 1 ]; then
    sha256sum graphiql.* react.* react-dom.* >SHA256SUMS
fi
sha256sum -c SHA256SUMS
