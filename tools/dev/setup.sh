# Set-up of a machine: the distribution's packages, and what npm's lock file names. Nothing here touches the network, or asks for root,
# when nothing is missing.

# Prints a line for each requirement of packages.txt that nothing installed fulfils.
missing_packages() {
    local installed requirement condition command name
    installed=$'\n'$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')$'\n'
    while read -r requirement condition command _; do
        [[ -z $requirement || $requirement == \#* ]] && continue
        if [[ $condition == unless-command ]] && command -v "$command" >/dev/null; then continue; fi
        for name in ${requirement//|/ }; do
            [[ $installed == *$'\n'"$name"$'\n'* ]] && continue 2
        done
        echo "$requirement"
    done <tools/dev/packages.txt
}

# The first of a|b that the distribution offers.
offered_package() {
    local name
    for name in ${1//|/ }; do
        if [[ $(apt-cache policy "$name" 2>/dev/null) == *"Candidate: "[0-9]* ]]; then
            echo "$name"
            return
        fi
    done
    fail "none of the packages '${1//|/, }' is offered here; is this Debian 12 or later, or Ubuntu 24.04 or later?"
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    else
        command -v sudo >/dev/null || fail "run as root, or install sudo"
        sudo "$@"
    fi
}

setup_packages() {
    local missing requirement name names=()
    missing=$(missing_packages)
    [[ -z $missing ]] && return
    command -v apt-get >/dev/null || fail "needs apt: the packages are listed in tools/dev/packages.txt"
    say "will install from the distribution: $(tr '\n' ' ' <<<"$missing")"
    as_root apt-get update -q </dev/null
    while read -r requirement; do
        name=$(offered_package "$requirement")
        names+=("$name")
    done <<<"$missing"
    # Debian starts a database server when it installs one. Ours live in the tests' own folders, so none is created.
    if [[ " ${names[*]} " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "${names[@]}" </dev/null
    missing=$(missing_packages)
    [[ -z $missing ]] || fail "still missing after installation: $(tr '\n' ' ' <<<"$missing")"
}

# npm leaves out the native parts of packages that want a newer Node than the one it runs on, without an error; Debian 12's is too old. Where
# that is so, the Node that web/package-lock.json names comes first, in a folder of its own, and runs npm.
node_for_npm() {
    local oldest=20.19 found version
    found=$(node --version 2>/dev/null || echo v0)
    [[ $(printf '%s\n' "$oldest" "${found#v}" | sort -V | head -1) == "$oldest" ]] && return
    version=$(sed -n '/"node_modules\/node": {/{n;s/.*"version": "\(.*\)".*/\1/p}' web/package-lock.json)
    if [[ ! -x build/node/node_modules/node/bin/node ]]; then
        say "will install Node $version from the npm registry into build/node (this machine's is $found)"
        npm install --prefix build/node --no-save --no-package-lock --no-audit --no-fund "node@$version" </dev/null
    fi
    export PATH=$PWD/build/node/node_modules/node/bin:$PATH
}

# installed_by_npm FOLDER: what its lock file names, once for each content of it.
installed_by_npm() {
    local folder=$1 lock stamp=$1/node_modules/.installed-from
    [[ -e $folder/package-lock.json ]] || return 0
    lock=$(sha256sum <"$folder/package-lock.json")
    [[ -e $stamp && $(<"$stamp") == "$lock" ]] && return
    say "will install $folder/package-lock.json from the npm registry"
    node_for_npm
    (cd "$folder" && npm ci --no-audit --no-fund </dev/null)
    echo "$lock" >"$stamp"
}

setup() {
    setup_packages
    installed_by_npm web
    [[ ! -e web/package.json || -x web/node_modules/node/bin/node ]] || fail "npm did not bring Node (web/node_modules/node/bin/node)"
    installed_by_npm tests/clients
}
