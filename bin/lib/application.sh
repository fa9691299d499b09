# shellcheck shell=bash
# Builds the application when its sources are newer, and starts it; sourced by bin/up.

application=$root/target/application
archive=$root/target/meterlark.jar
cache=$application/meterlark.aot

# A serial collector and a small heap: the functions have the machine, the platform only what it needs.
java_flags=(-XX:+UseSerialGC -Xmx"${METERLARK_HEAP:-320m}" --enable-native-access=ALL-UNNAMED)

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

# Half of a start is loading classes: a start that binds and runs nothing leaves a cache of them behind.
prepare_cache() {
  local scratch
  exec 9>"$cache.lock" && flock -n 9 || return 0 # one at a time
  scratch=$(mktemp -d "$application/cache-XXXXXX") || return 0
  nice -n 19 "$JAVA25_HOME/bin/java" "${java_flags[@]}" -XX:AOTCacheOutput="$scratch/meterlark.aot" \
    -Dspring.context.exit=onRefresh -jar "$application/meterlark.jar" \
    --meterlark.data="$scratch/data" --meterlark.sandbox.oci-runtimes= || true
  mv -f "$scratch/meterlark.aot" "$cache"
  rm -rf "$scratch"
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
