# shellcheck shell=bash
# What this machine must have before Meterlark is built, run or tested; sourced by the scripts in bin/.
# shellcheck source=bin/lib/jdk.sh
source "$root/bin/lib/jdk.sh"

say() { printf '%s\n' "$*" >&2; }

missing_packages=()
missing_reasons=()
missing_other=()

# want COMMAND-THAT-SUCCEEDS-WHEN-THERE PACKAGE WHY
want() {
  if ! eval "$1" >/dev/null 2>&1; then
    missing_packages+=("$2")
    missing_reasons+=("$2: $3")
  fi
}

has_node() {
  local major
  major=$(node --version 2>/dev/null) || return 1
  major=${major#v}
  [ "${major%%.*}" -ge 18 ] && command -v npm
}

has_maven() {
  local have
  have=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$have" ] && [ "$(printf '3.8.7\n%s\n' "$have" | sort -V | head -n 1)" = 3.8.7 ]
}

has_c_compiler() {
  local program
  program=$(mktemp) || return 1
  echo 'int main(void){return 0;}' | gcc -x c -static -o "$program" - 2>/dev/null
  local result=$?
  rm -f "$program"
  return $result
}

want_for_building() {
  want has_maven maven "builds the platform"
  want has_node "nodejs npm" "bundles the console, and runs Node.js functions"
  want 'command -v curl' curl "fetches what no package offers"
  want 'test -e /etc/ssl/certs/ca-certificates.crt' ca-certificates "lets downloads be checked"
}

want_for_running() {
  want 'command -v runc || command -v crun' runc "keeps functions apart: the sandbox"
  want 'test -x /usr/bin/python3' python3 "runs Python functions"
}

want_wasm_compiler() {
  want 'test -e /usr/include/wasm32-wasi && command -v clang && command -v wasm-ld' \
    "clang lld wasi-libc libclang-rt-14-dev-wasm32" "compiles the WebAssembly examples"
}

want_for_testing() {
  want 'command -v chromium' chromium "drives the console in the browser tests"
  want has_c_compiler "gcc libc6-dev" "compiles the native example and the attack probes"
  want_wasm_compiler
  want 'command -v wat2wasm' wabt "assembles WebAssembly modules that try to do harm"
  want 'command -v unzip' unzip "opens packages in the walk-through of the README"
  want 'command -v zip' zip "makes packages in the walk-through of the README"
  want 'command -v ssconvert' gnumeric "opens exported tables as spreadsheet programs do"
  want 'command -v aws' awscli "speaks S3's protocol as AWS's command line does"
  want 'python3 -c "import boto3" || /usr/bin/python3 -c "import boto3"' python3-boto3 \
    "speaks S3's protocol as AWS's library for Python does"
  want 'command -v ip' iproute2 "makes a machine beside this one, for tests of the network"
  want 'command -v mariadbd && command -v mariadb-install-db' mariadb-server-core "is watched by triggers of the tests"
  want 'command -v psql' postgresql-client "changes rows in the guide to database triggers"
  want 'command -v unshare' util-linux "starts the tests' PostgreSQL as root"
}

# Installs what is missing, or says what and why and fails. Quick when everything is there.
set_up() {
  local install=$1
  if [ "${#missing_packages[@]}" -gt 0 ]; then
    if [ "$install" = yes ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      say "Installing what is missing:"
      printf '  %s\n' "${missing_reasons[@]}" >&2
      install_packages
    else
      missing_other+=("Debian packages (as root: apt-get install ${missing_packages[*]}):")
      missing_other+=("${missing_reasons[@]/#/  }")
    fi
  fi
  if ! JAVA25_HOME=$(find_jdk25); then
    if [ "$install" = yes ]; then
      install_jdk25
    fi
    JAVA25_HOME=$(find_jdk25) || missing_other+=(
      "a JDK 25: none in JAVA_HOME, on the path or under /usr/lib/jvm, and no Debian package of one in this machine's sources."
      "  Add Eclipse Temurin's Debian packages (adoptium.net, package temurin-25-jdk) or unpack any JDK 25 and set JAVA_HOME to it."
    )
  fi
  if [ "${#missing_other[@]}" -gt 0 ]; then
    say "Missing on this machine:"
    printf '  %s\n' "${missing_other[@]}" >&2
    exit 1
  fi
  export JAVA25_HOME
}

# Debian 12 itself has none; a source that the machine's owner added may.
install_jdk25() {
  local package
  [ "$(id -u)" = 0 ] && command -v apt-cache >/dev/null 2>&1 || return 0
  for package in temurin-25-jdk openjdk-25-jdk-headless; do
    if apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [0-9]'; then
      say "Installing $package: the platform and its build run on JDK 25"
      missing_packages=("$package")
      install_packages
      return 0
    fi
  done
}

install_packages() {
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086 # an entry may name two packages
  if ! { apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${missing_packages[*]}; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    say "apt-get could not install: ${missing_packages[*]} (the reason is above)."
    rm -f "$log"
    exit 1
  fi
  rm -f "$log"
}
