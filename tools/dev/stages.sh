# Stages: steps that are run one after the other, each timed, so that the reader of a long run sees where its minutes went.

results=build/results

failed_stages=()

# stage NAME FUNCTION [ARGUMENT...]: runs it, notes its seconds, and adds its name to failed_stages where it fails. The function runs in a
# shell of its own that ends at its first error; call stage as a plain command, for within a condition bash would ignore such errors.
stage() {
    local name=$1 started=$SECONDS status
    shift
    say "== $name"
    set +e
    (
        set -e
        "$@"
    )
    status=$?
    set -e
    echo "$name $((SECONDS - started)) $status" >>"$results/minutes.$KITH_COMMAND"
    if [[ $status != 0 ]]; then
        say "$name failed"
        failed_stages+=("$name")
    fi
}

# needed NAME FUNCTION [ARGUMENT...]: a stage without which the others make no sense.
needed() {
    stage "$@"
    [[ ${#failed_stages[@]} == 0 ]] || exit 1
}

# begin COMMAND: forgets the last run's notes.
begin() {
    KITH_COMMAND=$1
    mkdir -p "$results"
    rm -f "$results/minutes.$1"
    if [[ $1 == test ]]; then rm -f "$results"/*.xml; fi
}

print_minutes() {
    local file
    for file in "$@"; do
        [[ -e $file ]] || continue
        awk -v of="${file##*.}" '
            { printf "%8.1f min  %s %s%s\n", $2 / 60, of, $1, $3 == 0 ? "" : " (failed)"; total += $2 }
            END { printf "%8.1f min  %s in all\n", total / 60, of }' "$file"
    done
}

# junit SUITE: reads lines "passed|failed|skipped NAME" and writes them as the other runners do.
junit() {
    awk -v suite="$1" '
        BEGIN { print "<testsuite name=\"" suite "\">" }
        { outcome = $1; sub(/^[a-z]+ /, "")
          printf "<testcase name=\"%s\">%s</testcase>\n", $0, outcome == "failed" ? "<failure/>" : outcome == "skipped" ? "<skipped/>" : "" }
        END { print "</testsuite>" }' >"$results/$1.xml"
}

# Sums the JUnit files of all runners: "N passed, N failed, N skipped".
sum_of_results() {
    { cat "$results"/*.xml 2>/dev/null || true; } | { grep -oE '<(testcase|failure|error|skipped)\b|status="notrun"' || true; } | awk '
        $0 == "<testcase" { tests++; outcome = "" ; next }
        $0 == "<failure" || $0 == "<error" { if (outcome == "skipped") skipped--; if (outcome != "failed") failed++; outcome = "failed"; next }
        outcome == "" { skipped++; outcome = "skipped" }
        END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }'
}

# The failed tests of all runners, a line each, so that they need not be searched for in the log above.
failures_of_results() {
    { cat "$results"/*.xml 2>/dev/null || true; } | { grep -oE '<testcase [^>]*>|<(failure|error)\b' || true; } | awk '
        /^<testcase/ { name = $0; sub(/.*[ ]name="/, "", name); sub(/".*/, "", name); next }
        name != "" { print "failed: " name; name = "" }'
}
