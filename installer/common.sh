# Shared by run and test: packages, configuring, building. Sourced from the project's root.

say() { printf 'vedette: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# ensure_packages GROUP...: installs what is missing of these groups, and says what.
ensure_packages() {
  command -v dpkg-query >/dev/null || { say "no dpkg here: install what installer/dependencies.txt lists by your system's own means"; return 0; }
  local wanted=() optional=() missing=() installed group package
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n 's/^ii  *//p')
  while read -r group package; do
    case " $* " in *" $group "*) ;; *) continue ;; esac
    case $package in
      \?*) grep -qxF "${package#\?}" <<<"$installed" || optional+=("${package#\?}") ;;
      *) grep -qxF "$package" <<<"$installed" || wanted+=("$package") ;;
    esac
  done < <(grep -v '^#' installer/dependencies.txt)
  # The packages that only some releases have are asked for once; where the archive lacks them, a stamp remembers it.
  local stamp=build/.optional-packages
  [ ${#wanted[@]} -eq 0 ] && { [ ${#optional[@]} -eq 0 ] || [ "$(cat "$stamp" 2>/dev/null)" = "${optional[*]}" ]; } && return 0

  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "these packages are missing and there is no sudo; as root run: apt-get install ${wanted[*]} ${optional[*]}"
    root=(sudo)
  fi
  "${root[@]}" apt-get update -qq || say "apt-get update failed; trying with the lists at hand"
  missing=("${wanted[@]}")
  for package in "${optional[@]}"; do
    apt-cache show "$package" >/dev/null 2>&1 && missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing: ${missing[*]}"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
      die "apt could not install them; see its message above"
  fi
  mkdir -p build
  printf '%s' "${optional[*]}" >"$stamp"
}

# ensure_node_modules GROUP: what Debian has no package for, from npm into build/node; without npm, or where it does not succeed, what needs
# them is skipped.
ensure_node_modules() {
  local missing=() group module
  command -v npm >/dev/null || return 0
  while read -r group module; do
    [ "$group" = "npm-$1" ] && [ ! -d "build/node/node_modules/${module%@*}" ] && missing+=("$module")
  done < <(grep -v '^#' installer/dependencies.txt)
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing into build/node: ${missing[*]}"
  mkdir -p build/node
  npm install --prefix build/node --no-audit --no-fund --loglevel=error "${missing[@]}" >&2 || say "npm could not install them; see its message above"
}

# build_preset PRESET TARGET...: configures once, then builds what changed.
build_preset() {
  local preset=$1; shift
  local log=build/$preset/configure.log
  if [ ! -f "build/$preset/build.ninja" ]; then
    mkdir -p "build/$preset"
    say "configuring ($preset)"
    cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; die "configuring failed; the output above says why"; }
  fi
  # Nothing to do is the usual case: say nothing then.
  if ! ninja -C "build/$preset" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
    say "building ($preset)"
    ninja -C "build/$preset" "$@" >&2 || die "the build failed; the output above says where"
  fi
}
