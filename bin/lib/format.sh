#!/usr/bin/env bash
# Whether all sources are formatted, asked beside the compiler, which leaves a core free (docs/decisions/0002).
#   format.sh begin    begins to look, and returns at once
#   format.sh end      waits for what was found; fails with the names of the files that are not formatted
#   format.sh replace  rewrites them
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=bin/lib/jdk.sh
source "$root/bin/lib/jdk.sh"
tools=$root/target/tools

format() {
  local jdk exports=() part
  jdk=$(find_jdk25) || { echo "The sources are formatted by a JDK 25, and there is none (JAVA25_HOME)." >&2; return 1; }
  for part in api code file main parser tree util; do
    exports+=("--add-exports=jdk.compiler/com.sun.tools.javac.$part=ALL-UNNAMED")
  done
  "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "${exports[@]}" -jar "$tools/google-java-format.jar" --aosp "$@" "@$tools/sources.txt"
}

look() {
  local result=0
  format --dry-run --set-exit-if-changed >"$tools/unformatted.txt" 2>&1 || result=$?
  echo "$result" >"$tools/format.part"
  mv "$tools/format.part" "$tools/format.result"
}

case ${1:-} in
  begin)
    rm -f "$tools/format.result"
    look </dev/null >/dev/null 2>&1 &
    ;;
  end)
    for ((i = 0; i < 3000; i++)); do
      [ ! -e "$tools/format.result" ] || break
      sleep 0.1
    done
    if [ "$(cat "$tools/format.result" 2>/dev/null)" != 0 ]; then
      echo "Not formatted (./mvnw process-sources -Pformat mends it):"
      cat "$tools/unformatted.txt"
      exit 1
    fi
    ;;
  replace)
    format --replace
    : >"$tools/unformatted.txt"
    echo 0 >"$tools/format.result"
    ;;
  *) echo "usage: format.sh begin|end|replace" >&2; exit 2 ;;
esac
