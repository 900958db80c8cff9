#!/bin/sh
# What `make demo` runs once the environment stands; $BIN holds its programs.
set -eu
: "${BIN:=.venv/bin}" "${DEMO_SERVE:=1}" "${PEARLNET_PORT:=8000}"
export PEARLNET_PORT
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() { printf '$ pearlnet'; for word; do case $word in *' '*) printf ' "%s"' "$word";; *) printf ' %s' "$word";; esac; done; printf '\n'; "$BIN/pearlnet" "$@"; }

say "1. Store and starter data 建库并导入起步数据"
run init
run import --starter
run model train

say "2. Who can do this? 谁能做？"
run --lang zh match --text "注塑件表面划痕要在线查出来，产线不能停" --first 5
run --lang en match --text "find scratches on moulded parts without stopping the line" --first 3

say "3. From point to line to network 从点到线到网"
run --lang zh chain summary
run --lang zh chain trace case:tianjin-port-smart

if [ "$DEMO_SERVE" = 0 ]; then
  say "Done. 完成。 DEMO_SERVE=0: not serving."
  exit 0
fi
say "4. GraphQL: http://127.0.0.1:$PEARLNET_PORT/graphql (stop with Ctrl-C 按 Ctrl-C 停止)"
cat <<'QUERY'
Paste this query 粘贴这条查询:

{
  matchText(text: "注塑件表面划痕在线检测", first: 3) {
    matches { score entity { name(lang: ZH) } providers { name(lang: ZH) } }
  }
  useCases(first: 3) { totalCount nodes { name(lang: EN) usesTechnology { nodes { name(lang: EN) } } } }
}

QUERY
exec "$BIN/pearlnet" serve
