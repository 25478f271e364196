# ./dev test: every runner leaves a JUnit file in build/results, and their sum is the last line.

command_test() {
    local name='' only='' each sum
    while (($#)); do
        case $1 in
            --stage)
                only=${2:?--stage needs a name}
                shift
                ;;
            -*) fail "./dev test knows only --stage; see ./dev help" ;;
            *) name=$1 ;;
        esac
        shift
    done
    begin test
    needed set-up setup
    if [[ $only =~ ^(|code|clients|journeys)$ ]]; then needed web-build build_web; fi
    if [[ $only =~ ^(|code)$ ]]; then needed build build "$(tree_of_code "$name")"; fi
    for each in ${only:-code web clients journeys sanitizers fuzz}; do
        [[ $(type -t "test_$each") == function ]] || fail "there is no stage '$each'; see ./dev help"
        # A name is asked for while one works on it: the long stages would only repeat the answer.
        [[ -n $name && -z $only && $each =~ ^(sanitizers|fuzz)$ ]] && continue
        stage "$each" "test_$each" "$name"
    done
    print_minutes "$results/minutes.test"
    sum=$(sum_of_results)
    if [[ $sum == "0 passed, 0 failed, "* ]]; then
        say "no test ran${name:+ that has '$name' in its name}"
        failed_stages+=(none)
    fi
    failures_of_results
    echo "$sum"
    [[ ${#failed_stages[@]} == 0 ]]
}

# suite NAME COMMAND...: runs a runner that writes $results/NAME.xml; one that ends badly without naming a failed test counts as one.
suite() {
    local name=$1 status=0
    shift
    "$@" </dev/null || status=$?
    if [[ $status != 0 ]] && ! grep -qsE '<(failure|error)\b' "$results/$name.xml"; then
        echo "failed $name ended with status $status" | junit "$name-end"
    fi
    return $status
}

# The C++ suites of a build tree: kith_unit_tests, kith_house_tests and one for each folder of tests/.
suites_of() {
    # Sources may have come since the tree was configured.
    ninja -C "build/$1" build.ninja >/dev/null
    ninja -C "build/$1" -t targets all | sed -n 's/^\(kith_[a-z_]*_tests\): .*EXECUTABLE.*$/\1/p' | sort -u
}

# run_suites PRESET PREFIX NAME SUITE...: the largest first, as many at once as there are processors; each prints when it has ended.
run_suites() {
    local preset=$1 prefix=$2 name=$3
    shift 3
    export -f suite junit run_suite
    export results preset prefix filter='*'
    [[ -n $name ]] && filter="*$name*:*${name//[^A-Za-z0-9]/_}*"
    (cd "build/$preset" && ls -S "$@") | xargs -r -P "$(nproc)" -I{} bash -c 'run_suite {}'
}

run_suite() {
    local name=$prefix$1 binary=build/$preset/$1 status=0
    "$binary" --gtest_list_tests --gtest_filter="$filter" | grep -q '^  ' || return 0
    suite "$name" "$binary" --gtest_brief=1 --gtest_filter="$filter" --gtest_output="xml:$results/$name.xml" \
        >"$results/$name.log" 2>&1 || status=1
    { echo "dev: $name" && cat "$results/$name.log"; } >&2
    return $status
}

# All suites test the executable as it is served; those that a name narrows, while one works on what it names, the tree that compiles quickest.
tree_of_code() { [[ -n $1 ]] && echo dev || echo release; }

# Unit tests, the store on both databases, API scenarios on both, faults, house rules.
test_code() {
    local tree suites
    tree=$(tree_of_code "$1")
    suites=$(suites_of "$tree")
    [[ -n $suites ]] || fail "build/$tree has no suites"
    # shellcheck disable=SC2086
    run_suites "$tree" '' "$1" $suites
}

# vitest SCRIPT RESULT [ARGUMENT...]: a script of web/package.json that runs Vitest.
vitest() {
    local script=$1 result=$2
    shift 2
    suite "$result" web_script "$script" --reporter=default --reporter=junit --outputFile.junit="$PWD/$results/$result.xml" "$@"
}

# The web tests whose file or text has the name in it.
web_tests_named() {
    local folder=$1 name=$2 found
    found=$(cd web && find "$folder" -name node_modules -prune -o -name "*$name*.test.ts*" -print)
    if [[ -n $found ]]; then
        echo "$found"
        return
    fi
    found=$(cd web && grep -rlF --include='*.test.ts' --include='*.test.tsx' --exclude-dir=node_modules -- "$name" "$folder" || true)
    [[ -n $found ]] && printf '%s\n' -t "$name" "$found"
    return 0
}

# Folder of the tests, name; runs the script with what is left of it.
named_vitest() {
    local script=$1 result=$2 folder=$3 name=$4 arguments=()
    has_web_script "$script" || return 0
    if [[ -n $name ]]; then
        mapfile -t arguments < <(web_tests_named "$folder" "$name")
        [[ ${#arguments[@]} == 0 ]] && return 0
    fi
    vitest "$script" "$result" "${arguments[@]}"
}

test_web() { named_vitest test web src "$1"; }

# The executable as `./dev run` serves it, unless KITH_EXECUTABLE names another.
build_served() {
    [[ -n ${KITH_EXECUTABLE:-} ]] && return
    build release kith
    export KITH_EXECUTABLE=$PWD/build/release/kith
}

# The application in a real browser.
test_journeys() {
    [[ -e tests/e2e ]] || return 0
    [[ -n $1 && -z $(web_tests_named ../tests/e2e "$1") ]] && return 0
    build_served
    named_vitest e2e journeys ../tests/e2e "$1"
}

# The official clients of the tracking API, unmodified from npm.
test_clients() {
    local node=$PWD/web/node_modules/node/bin/node
    [[ -e tests/clients/package.json ]] || return 0
    [[ -n $1 && ! clients =~ $1 ]] && return 0
    build_served
    (cd tests/clients && "$node" --test --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=junit --test-reporter-destination="$OLDPWD/$results/clients.xml" </dev/null)
}

# Unit, store and API suites once more, with address and undefined-behaviour sanitizers.
test_sanitizers() {
    local each suites=()
    configure asan
    for each in $(suites_of asan); do
        [[ $each =~ ^kith_(unit|store|api)_tests$ ]] && suites+=("$each")
    done
    [[ ${#suites[@]} == 0 ]] && return 0
    build asan "${suites[@]}"
    # libstdc++'s <regex>, which the scenario reader uses, calls itself for each character, and instrumented frames are large.
    ulimit -s 1048576 2>/dev/null || ulimit -s "$(ulimit -H -s)"
    export ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
    run_suites asan sanitized_ "$1" "${suites[@]}"
}

# Every fuzz target for a minute from the project's own inputs; a binary that has passed its minute before is only given all inputs again.
test_fuzz() {
    local targets
    targets=$(find src -name '*_fuzz.cpp' -printf '%f\n' | sed 's/_fuzz\.cpp$//' | sort)
    [[ -z $targets ]] && return 0
    build asan kith_fuzzers
    mkdir -p build/fuzz
    export -f fuzz_one
    export results KITH_FUZZ_SECONDS=${KITH_FUZZ_SECONDS:-60}
    grep -F -- "$1" <<<"$targets" | xargs -P "$(nproc)" -I{} bash -c 'fuzz_one {}' | tee build/fuzz/outcome
    grep -E '^(passed|failed) ' build/fuzz/outcome | junit fuzz
    ! grep -q '<failure' "$results/fuzz.xml"
}

fuzz_one() {
    local target=$1 binary=build/asan/fuzz_$1 corpus=build/fuzz/corpus/$1 seeds=() limit log=build/fuzz/$1.log sum
    mkdir -p "$corpus"
    [[ -d tests/fuzz/$target ]] && seeds=("tests/fuzz/$target")
    sum=$(sha256sum <"$binary")
    limit=-max_total_time=$KITH_FUZZ_SECONDS
    [[ -e $corpus.passed && $(<"$corpus.passed") == "$sum" ]] && limit=-runs=0
    if "$binary" "$limit" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="build/fuzz/$target-" "$corpus" "${seeds[@]}" >"$log" 2>&1 </dev/null; then
        echo "$sum" >"$corpus.passed"
        grep -E '^(Done|#[0-9]+.DONE)' "$log" | tail -1 | sed "s/^/fuzz $target: /"
        echo "passed fuzz $target"
    else
        tail -40 "$log"
        echo "failed fuzz $target (build/fuzz/$target-*)"
    fi
}
