# Building: the web application into web/dist, the C++ trees into build/<preset>.

# versioned TOOL [PACKAGE]: the tool of the first version that packages.txt names for the package (else for one of the tool's name) and that
# is installed.
versioned() {
    local tool=$1 package=${2:-$1} each
    for each in $(sed -n "s/^\($package-[0-9][^ ]*\).*/\1/p" tools/dev/packages.txt | tr '|' ' '); do
        if command -v "$tool-${each##*-}" >/dev/null; then
            echo "$tool-${each##*-}"
            return
        fi
    done
    fail "no $tool is installed in a version that tools/dev/packages.txt names"
}

# npm's scripts find the project's own node first, because its folder of commands leads their PATH.
web_script() {
    local script=$1
    shift
    (cd web && npm run --silent "$script" -- "$@" </dev/null)
}

has_web_script() { [[ -e web/package.json ]] && grep -q "^ *\"$1\":" web/package.json; }

# One checksum of all that the web build reads.
web_sources() {
    (cd web && find . \( -name node_modules -o -name dist -o -name coverage \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum) | sha256sum
}

build_web() {
    [[ -e web/package.json ]] || return 0
    local sources stamp=build/web.built-from
    sources=$(web_sources)
    [[ -e $stamp && -e web/dist/index.html && $(<"$stamp") == "$sources" ]] && return
    say "building the web application"
    web_script build
    mkdir -p build
    echo "$sources" >"$stamp"
}

# configure PRESET: once, and when the presets have changed; Ninja does it again when a list of the build changes.
configure() {
    local preset=$1 extra=()
    [[ -e build/$preset/build.ninja && ! CMakePresets.json -nt build/$preset/CMakeCache.txt ]] && return
    [[ $preset == asan ]] && extra=("-DCMAKE_CXX_COMPILER=$(versioned clang++ clang)")
    mkdir -p "build/$preset"
    cmake --preset "$preset" "${extra[@]}" >"build/$preset/configure.log" 2>&1 || {
        cat "build/$preset/configure.log"
        fail "configuring build/$preset failed"
    }
}

# build PRESET TARGET...
build() {
    local preset=$1
    shift
    configure "$preset"
    say "building ${*:-all} in build/$preset"
    ninja -C "build/$preset" ${KITH_JOBS:+-j"$KITH_JOBS"} "$@"
}
