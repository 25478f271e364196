# clang-tidy over each source that a tree compiles, without precompiled headers: what a source uses it must include.
#
# Nearly all of a source's time goes into the headers of the libraries, so that sources of one folder are read as one. Not the suites that no
# tree compiles without precompiled headers: of them nothing else would find a header that is missing. What two sources read as one would
# hide of each other, a name or a header taken in twice or for nothing, is looked for in each source's text. A source that passed is
# remembered under the checksum of itself, of our headers that it reads, of its compiler's flags and of the settings, for this user as ccache
# remembers objects: a second run looks only at what changed, in a new clone too.

# As many are read together: more would leave a processor without work at the end.
tidy_together=8

# Tells each header that a source includes twice and each `using a::b;` whose name it does not use, and fails where there is one.
# shellcheck disable=SC2016
taken_in_awk='
    function tell_of_last() {
        for (name in used_at)
            if (words[name] < 2) { print last ":" used_at[name] ": unused using of " name; is_wrong = 1 }
    }
    FNR == 1 { tell_of_last(); delete used_at; delete words; delete headers; last = FILENAME }
    /^#include / && $2 in headers { print FILENAME ":" FNR ": includes " $2 " twice"; is_wrong = 1 }
    /^#include / { headers[$2] }
    /^ *using [A-Za-z_0-9:]+::[A-Za-z_0-9]+;/ { name = $2; sub(/;.*/, "", name); sub(/.*::/, "", name); used_at[name] = FNR }
    { line = $0; sub(/\/\/.*/, "", line)
      while (match(line, /[A-Za-z_][A-Za-z_0-9]*/)) { words[substr(line, RSTART, RLENGTH)]++; line = substr(line, RSTART + RLENGTH) } }
    END { tell_of_last(); exit is_wrong }'

check_tidy() {
    local tidy version passed=${XDG_CACHE_HOME:-$HOME/.cache}/kith/tidy headers=build/tidy.headers
    tidy=$(versioned clang-tidy)
    version=$("$tidy" --version)
    configure tidy
    ninja -C build/tidy kith_generated >/dev/null
    mkdir -p "$passed"
    find "$passed" -type f -mtime +30 -delete
    rm -rf build/tidy/together
    headers_of_objects >"$headers"
    export -f tidy_unpassed tidy_key tidy_command tidy_all tidy_one
    export tidy version passed headers
    # shellcheck disable=SC2016
    tidy_sources | xargs awk "$taken_in_awk"
    tidy_sources | xargs -r -P "$(nproc)" -I{} bash -c 'tidy_unpassed {}' | sort | tidy_groups |
        xargs -r -P "$(nproc)" -L 1 bash -c 'tidy_all "$@"' tidy_all
}

tidy_sources() {
    sed -n "s|^  \"file\": \"$PWD/\(.*\)\",\{0,1\}\$|\1|p" build/tidy/compile_commands.json | grep -v '^build/' | sort -u
}

# "source header" for each of our headers that an object of a tree with tests was made with, as the compiler told Ninja.
headers_of_objects() {
    local tree
    for tree in release dev; do
        { ninja -C "build/$tree" -t deps 2>/dev/null || true; } | awk -v root="$PWD/" '
            /^[^ ]/ { source = "" ; next }
            NF == 1 { path = $1; sub("^[.][.]/[.][.]/", root, path)
                      if (index(path, root) == 1) path = substr(path, length(root) + 1)
                      else if (path ~ /^generated\//) path = "build/tidy/" path
                      else next
                      if (source == "") source = path
                      print source, path }'
    done
}

# "command" and "directory" of a source in compile_commands.json, a line each.
tidy_command() {
    awk -v line="\"file\": \"$PWD/$1\"" '/"directory":|"command":/ { told = told $0 "\n" } index($0, line) { printf "%s", told } /^}/ { told = "" }' \
        build/tidy/compile_commands.json
}

tidy_key() {
    local file=$1
    {
        echo "$version"
        tidy_command "$file" | sed "s|$PWD||g"
        cat .clang-tidy "${file%/*}"/.clang-tidy "$file" 2>/dev/null
        awk -v of="$file" '$1 == of { print $2 }' "$headers" | sort -u | xargs -r cat 2>/dev/null
    } | sha256sum | cut -c1-64
}

# "with source=mark" where the source has not passed: sources with the same `with` can be read together. The mark is empty where no tree has
# compiled the source, for then it is not known which headers it reads.
tidy_unpassed() {
    local file=$1 with mark=''
    if grep -q "^$file " "$headers"; then mark=$(tidy_key "$file"); fi
    [[ -n $mark && -e $passed/$mark ]] && return
    with=$(cut -d/ -f1,2 <<<"$file")
    if [[ -e ${file%/*}/.clang-tidy || ($file == tests/* && ! $file =~ ^tests/(api|store)/) ]]; then with=$file; fi
    echo "$with:$(tidy_command "$file" | sed 's| -o .*||' | cksum | cut -d' ' -f1) $file=$mark"
}

# The sorted lines of tidy_unpassed as lines of "source=mark source=mark ...".
tidy_groups() {
    awk -v together="$tidy_together" '
        $1 != with || count == together { if (count) print line; line = ""; count = 0; with = $1 }
        { line = line " " $2; count++ }
        END { if (count) print line }'
}

# Sources read as one; where something is found, or two of them have a name that each keeps to itself, halves of them, so that each fault is
# told of the source that has it.
tidy_all() {
    local all=("$@") each folder status=0
    if (($# == 1)); then
        tidy_one "$1"
        return
    fi
    folder=build/tidy/together/$(cksum <<<"$*" | cut -d' ' -f1)
    mkdir -p "$folder"
    # A header that an earlier source has included is not included twice.
    awk 'FNR == 1 { for (each in own) seen[each]; delete own }
         /^#include / { if ($0 in seen) next; own[$0] }
         { print }' "${all[@]%%=*}" >"$folder/sources.cpp"
    {
        echo '[{'
        tidy_command "${all[0]%%=*}" | sed "s|$PWD/${all[0]%%=*}|$PWD/$folder/sources.cpp|g"
        echo "\"file\": \"$PWD/$folder/sources.cpp\" }]"
    } >"$folder/compile_commands.json"
    if "$tidy" --quiet -p "$folder" --warnings-as-errors='*' "$folder/sources.cpp" >"$folder/outcome" 2>&1; then
        for each in "${all[@]##*=}"; do [[ -z $each ]] || touch "$passed/$each"; done
        return
    fi
    tidy_all "${all[@]:0:$# / 2}" || status=1
    tidy_all "${all[@]:$# / 2}" || status=1
    return $status
}

tidy_one() {
    local file=${1%%=*} mark=${1##*=} errors
    if errors=$("$tidy" --quiet -p build/tidy --warnings-as-errors='*' "$file" 2>&1); then
        [[ -z $mark ]] || touch "$passed/$mark"
    else
        grep -v 'warnings generated' <<<"$errors" >&2 || true
        return 1
    fi
}
