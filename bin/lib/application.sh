# shellcheck shell=bash
# Builds the application when its sources are newer, and starts it; sourced by bin/up.

application=$root/target/application
archive=$root/target/meterlark.jar
cache=$application/meterlark.aot

# A serial collector, a small heap that begins smaller, and small heads of objects: the functions have the machine, the platform
# only what it needs. The cache is shown where it was made for: moved elsewhere, all of it would be read and changed at each start.
java_flags=(-XX:+UseSerialGC -Xms128m -Xmx"${METERLARK_HEAP:-320m}" -XX:+UseCompactObjectHeaders
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 --enable-native-access=ALL-UNNAMED)

build_application() {
  local newest
  newest=$(find "$root/pom.xml" "$root/src/main" "$root/db" "$root/frontend" -name node_modules -prune -o -type f -newer "$archive" -print -quit 2>/dev/null || echo none)
  if [ ! -f "$archive" ] || [ -n "$newest" ]; then
    say "Building (the first time takes some minutes) ..."
    (cd "$root" && ./mvnw --batch-mode --quiet --no-transfer-progress package -DskipTests)
  fi
  if [ ! -f "$application/meterlark.jar" ] || [ "$archive" -nt "$application/meterlark.jar" ]; then
    rm -rf "$application"
    "$JAVA25_HOME/bin/java" -Djarmode=tools -jar "$archive" extract --destination "$application" >/dev/null
    touch "$application/meterlark.jar"
  fi
}

# Half of a start is loading classes: a platform of its own that is called a few thousand times leaves a cache of them behind, and of
# what of its code is worth compiling.
prepare_cache() {
  local scratch port=0
  exec 9>"$cache.lock" && flock -n 9 || return 0 # one at a time
  scratch=$(mktemp -d "$application/cache-XXXXXX") || return 0
  for _ in 1 2 3; do
    port=$((20000 + RANDOM % 10000))
    rehearse "$scratch" "$port" && break
  done
  [ ! -s "$scratch/meterlark.aot" ] || mv -f "$scratch/meterlark.aot" "$cache"
  rm -rf "$scratch"
}

# rehearse FOLDER PORT: fails when the platform did not start
rehearse() {
  local folder=$1 port=$2 platform result=0
  nice -n 19 "$JAVA25_HOME/bin/java" "${java_flags[@]}" -XX:AOTCacheOutput="$folder/meterlark.aot" \
    -jar "$application/meterlark.jar" --meterlark.data="$folder/data" --server.port="$port" \
    --meterlark.ingress.port=$((port + 1)) &
  platform=$!
  until curl -fs -o "$folder/health" "http://127.0.0.1:$port/actuator/health"; do
    kill -0 "$platform" 2>/dev/null || return 1
    sleep 0.5
  done
  call_a_function "$folder" "http://127.0.0.1:$port" || result=1
  kill "$platform" 2>/dev/null || true
  wait "$platform" || true # which writes the cache
  return "$result"
}

# Where no sandbox can be made, the calls fail; their way there is the same.
call_a_function() {
  local folder=$1 base=$2 api=$2/api/v1 json='Content-Type: application/json' auth url
  curl -fsS -H "$json" "$api/accounts" -o "$folder/account" \
    -d '{"name": "rehearsal", "email": "rehearsal@meterlark.example", "password": "a rehearsal needs no secret 7"}' || return 1
  auth="Authorization: Bearer $(sed 's/.*"token": *"\([^"]*\)".*/\1/' "$folder/account")"
  echo 'export const handler = async (event) => ({ hello: event.name });' >"$folder/index.mjs"
  curl -sS -H "$auth" -H "$json" "$api/functions" -d '{"name": "f", "runtime": "nodejs", "handler": "index.handler"}'
  curl -sS -H "$auth" -T "$folder/index.mjs" "$api/functions/f/code"
  curl -sS -H "$auth" -H "$json" -X PUT "$api/functions/f/url" -d '{"auth": "none"}'
  url=$(curl -sS -H "$auth" "$api/functions/f/url" | sed 's/.*"pathUrl": *"\([^"]*\)".*/\1/')
  curl -sS -H "$json" "$url?call=[1-2000]" -d '{"name": "Ada"}' -o "$folder/answer"
  for round in 1 2 3; do
    curl -sS -H "$auth" -H "$json" "$api/functions/f/invocations?call=[1-90]" -d '{"name": "Ada"}' -o "$folder/answer"
    curl -sS -H "$auth" -H "$json" -X PATCH "$api/functions/f" -d '{"environment": {"ROUND": "'"$round"'"}}'
    curl -sS -H "$auth" "$api/functions" "$api/functions/f/invocations" "$api/usage" "$base/" -o "$folder/answer"
  done
}

start_application() {
  local flags=("${java_flags[@]}")
  if [ "${METERLARK_START_CACHE:-yes}" = no ]; then
    :
  elif [ -f "$cache" ]; then
    flags+=(-XX:AOTCache="$cache" -Xlog:aot*=off -Xlog:cds*=off)
  else
    # Later, so that the first start and the first calls have the machine for themselves.
    (sleep 30 && kill -0 $$ && prepare_cache) </dev/null >/dev/null 2>&1 &
  fi
  exec "$JAVA25_HOME/bin/java" "${flags[@]}" -jar "$application/meterlark.jar" \
    --server.port="$port" --meterlark.ingress.port="$ingress_port" --meterlark.data="$data" \
    --logging.file.name="$data/logs/meterlark.log" --logging.threshold.console=warn "${settings[@]}"
}
