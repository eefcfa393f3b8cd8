#!/usr/bin/env bash
# What a cluster of three silos outlives: real processes, a storm of events, and a check against the truth after each fault.
#
#   tests/faults.sh [short|long] [fault...]
#
# short  30 members and short faults, as they run with every change (the default)
# long   2,000 members and long faults; writes the results to docs/faults.md. OURATEAMS_FAULTS_MEMBERS gives another number.
# Faults: kill-one kill-two redis-restart redis-pause redis-full freeze split clock clock-behind roll; all by default.
#
# Needs the .NET SDK and redis-server; as root, iproute2 for the split and faketime for the clock, which are left out otherwise.
# OURATEAMS_FAULTS_LOGS names a folder for what the silos print. OURATEAMS_FAULTS_BUILD=no takes what is built already.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

form=short
if [[ ${1:-} == short || ${1:-} == long ]]; then form=$1; shift; fi
known=" kill-one kill-two redis-restart redis-pause redis-full freeze split clock clock-behind roll "
picks=()
for fault in "$@"; do
    [[ $known == *" $fault "* ]] || { echo "There is no fault $fault. Faults:$known"; exit 2; }
    picks+=(-trait "Fault=$fault")
done

name=OuraTeams.Cluster.Tests
if [[ ${OURATEAMS_FAULTS_BUILD:-yes} == yes ]]; then
    dotnet build "tests/$name" -m:2 -warnaserror -nodeReuse:false -v:quiet -clp:NoSummary || exit 1
fi

# All that the tests make is under one folder and one process; both are gone at the end, however it comes.
work=$(mktemp -d) tests=
rows=$work/rows log=$work/log
: >"$rows"
stop() {
    # The silos and Redis are its children. They go first: some may stand still.
    [[ $tests ]] && kill -0 "$tests" 2>/dev/null && ps -o pid= --ppid "$tests" | xargs -r kill -KILL && kill -KILL "$tests"
}
tidy() {
    stop
    if [[ $tests ]] && command -v ip >/dev/null; then
        id="ot$(printf %x "$tests")"
        ip netns list | awk -v id="${id}n" 'index($1, id) == 1 { print $1 }' | xargs -r -n1 ip netns del
        for bridge in "${id}i" "${id}o"; do ip link show "$bridge" >/dev/null 2>&1 && ip link del "$bridge"; done
    fi
    rm -rf "$work"
}
trap tidy EXIT
trap stop INT TERM

TMPDIR=$work OURATEAMS_FAULTS=$form OURATEAMS_FAULTS_TABLE=$rows \
    "${ArtifactsPath:-artifacts}/bin/$name/debug/$name" -noColor -showLiveOutput -class "$name.Faults.FaultTests" "${picks[@]}" >"$log" 2>&1 &
tests=$!
tail -f --pid="$tests" "$log" 2>/dev/null | grep --line-buffered -E '\[OUTPUT\] [a-z-]+: [0-9]+ of |\[FAIL\]|\[SKIP\]|Total: ' &
wait "$tests"
status=$?
wait
if ((status)); then
    cp "$log" "${OURATEAMS_FAULTS_OUTPUT:=/tmp/ourateams-faults.log}"
    echo "The output is in $OURATEAMS_FAULTS_OUTPUT."
fi

if [[ $form == long && -s $rows ]]; then
    table=docs/faults.md
    begin='<!-- results -->'
    kept=$(sed "/^$begin\$/q" "$table")
    {
        echo "$kept"
        echo
        echo "$(date -u +%F), commit $(git rev-parse --short HEAD), ${OURATEAMS_FAULTS_MEMBERS:-2,000} members, three silos, redis-server $(redis-server --version | sed -E 's/.*v=([0-9.]+).*/\1/'), the stand-in for Oura and the checker on one machine: $(nproc) cores ($(sed -nE 's/^model name\s*: (.*)/\1/p' /proc/cpuinfo | head -1)), $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo), load at the end $(cut -d' ' -f1-3 /proc/loadavg)."
        echo
        echo "| Fault | What was done | Events accepted | Applied | Repeated, harmless | Deliveries refused and repeated | Members lost | Refreshes | Tokens used twice | Over budget | Most requests in five minutes | Length of the fault | From its beginning to the truth |"
        echo "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
        cat "$rows"
    } >"$table.new"
    mv "$table.new" "$table"
    echo "Written to $table."
fi
exit "$status"
