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

# clang-tidy over each source that the dev tree compiles, without its precompiled headers: what a source uses it must include. A source that
# passed is remembered under the checksum of itself, of our headers that it reads, of its compiler's flags and of the settings, for this user
# as ccache remembers objects: a second run looks only at what changed, in a new clone too.
check_tidy() {
    local tidy passed=${XDG_CACHE_HOME:-$HOME/.cache}/kith/tidy headers=build/tidy.headers
    tidy=$(versioned clang-tidy)
    configure tidy
    ninja -C build/tidy kith_generated >/dev/null
    mkdir -p "$passed"
    find "$passed" -type f -mtime +30 -delete
    export -f tidy_one tidy_key
    export tidy passed headers
    headers_of_objects >"$headers"
    # shellcheck disable=SC2016
    tidy_sources | xargs -r -P "$(nproc)" -I{} bash -c 'tidy_one {}'
}

tidy_sources() {
    sed -n "s|^  \"file\": \"$PWD/\(.*\)\",\{0,1\}\$|\1|p" build/tidy/compile_commands.json | grep -v '^build/' | sort -u
}

# "source header" for each of our headers that an object of the dev tree was made with, as the compiler told Ninja.
headers_of_objects() {
    { ninja -C build/dev -t deps 2>/dev/null || true; } | awk -v root="$PWD/" '
        /^[^ ]/ { source = "" ; next }
        NF == 1 { path = $1; sub("^[.][.]/[.][.]/", root, path)
                  if (index(path, root) == 1) path = substr(path, length(root) + 1)
                  else if (path ~ /^generated\//) path = "build/dev/" path
                  else next
                  if (source == "") source = path
                  print source, path }'
}

tidy_key() {
    local file=$1
    {
        "$tidy" --version
        awk -v line="\"file\": \"$PWD/$file\"" '/"command":/ { flags = $0 } index($0, line) { print flags }' build/tidy/compile_commands.json |
            sed "s|$PWD||g"
        cat .clang-tidy "${file%/*}"/.clang-tidy "$file" 2>/dev/null
        awk -v of="$file" '$1 == of { print $2 }' "$headers" | sort -u | xargs -r cat 2>/dev/null
    } | sha256sum | cut -c1-64
}

tidy_one() {
    local file=$1 mark='' errors
    # Of a source that the dev tree has not compiled it is not known which headers it reads.
    if grep -q "^$file " "$headers"; then mark=$passed/$(tidy_key "$file"); fi
    [[ -n $mark && -e $mark ]] && return 0
    if errors=$("$tidy" --quiet -p build/tidy --warnings-as-errors='*' "$file" 2>&1); then
        [[ -z $mark ]] || touch "$mark"
    else
        grep -v 'warnings generated' <<<"$errors" >&2 || true
        return 1
    fi
}
