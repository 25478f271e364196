# ./dev check: what a reader would otherwise have to say in review.

command_check() {
    local only='' each
    if [[ ${1:-} == --stage ]]; then only=${2:?--stage needs a name}; elif (($#)); then fail "./dev check knows only --stage; see ./dev help"; fi
    begin check
    needed set-up setup
    for each in ${only:-format web tidy}; do
        [[ $(type -t "check_$each") == function ]] || fail "there is no stage '$each'; see ./dev help"
        stage "$each" "check_$each"
    done
    print_minutes "$results/minutes.check"
    if [[ ${#failed_stages[@]} != 0 ]]; then fail "failed: ${failed_stages[*]}"; fi
    echo "all checks passed"
}

# Our own C++ sources, each followed by a zero byte.
cpp_files() {
    local folder folders=()
    for folder in src tests tools bench; do [[ -d $folder ]] && folders+=("$folder"); done
    find "${folders[@]}" \( -name node_modules -o -name dist \) -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0 | sort -z
}

# The journeys lie outside web/ and are written as what lies inside.
prettier() {
    local path
    for path in . ../tests/e2e; do
        [[ -e web/$path ]] || continue
        (cd web && PATH=$PWD/node_modules/.bin:$PATH node_modules/.bin/prettier --config .prettierrc.json --log-level warn "$@" "$path" </dev/null)
    done
}

check_format() {
    cpp_files | xargs -0 "$(versioned clang-format)" --dry-run -Werror
    if [[ -e web/package.json ]]; then prettier --check; fi
}

check_web() {
    local script
    build_web
    for script in lint types size; do
        if has_web_script "$script"; then web_script "$script"; fi
    done
}
