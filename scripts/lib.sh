# shellcheck shell=bash
# Shared by the scripts: where the tree is, packages, phases with their times. Source it; it changes into the tree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
flue_root=$PWD
jobs=$(nproc)

die() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

require_root() {
  [ "$(id -u)" -eq 0 ] || die "must run as root (packages, network namespaces, TAP devices)"
}

# install_packages PURPOSE...: what scripts/packages.txt lists for these purposes and is missing.
install_packages() {
  local purpose wanted=() missing
  for purpose; do
    # shellcheck disable=SC2207
    wanted+=($(sed -n "s/^$purpose: *//p" scripts/packages.txt))
  done
  missing=$(comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
                     <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u))
  [ -n "$missing" ] || return 0
  require_root
  echo "installing:" $missing
  forbid_services
  # shellcheck disable=SC2086
  if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } \
      >"$flue_root/build/apt.log" 2>&1; then
    permit_services
    tail -n 20 "$flue_root/build/apt.log" >&2
    die "apt-get failed; the whole log is build/apt.log"
  fi
  permit_services
}

# Packages such as nginx and redis must not start their own services; with or without systemd, this is the file that
# Debian's maintainer scripts ask.
forbid_services() {
  policy_written=
  [ -e /usr/sbin/policy-rc.d ] && return 0
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  policy_written=yes
}
permit_services() {
  [ -z "$policy_written" ] || rm -f /usr/sbin/policy-rc.d
}

phase_times=()
# phase NAME COMMAND...: runs the command and remembers how long it took.
phase() {
  local name=$1 start=$SECONDS status=0
  shift
  echo "== $name"
  "$@" || status=$?
  phase_times+=("$(printf '%4d s  %s' $((SECONDS - start)) "$name")")
  return $status
}

print_phase_times() {
  echo "== times"
  printf '%s\n' "${phase_times[@]}"
}

# build PRESET [TARGET...]: configures once and builds; nothing to do is quick.
build() {
  local preset=$1
  shift
  if [ ! -f "build/$preset/build.ninja" ] || [ CMakePresets.json -nt "build/$preset/CMakeCache.txt" ]; then
    cmake --preset "$preset" >"build/$preset.configure.log" || { cat "build/$preset.configure.log"; return 1; }
  fi
  ninja -C "build/$preset" -j "$jobs" "$@"
}

mkdir -p build/out
