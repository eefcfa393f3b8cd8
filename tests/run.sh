#!/usr/bin/env bash
# Installs what the tests need and is missing, builds with warnings as errors, runs every test project, and ends with
# "N passed, N failed". Fails when a test fails, when a project can't be run, or when no test ran.
# Arguments: names of test projects to run, all by default. Example: tests/run.sh Grains EndToEnd
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A command (or file) that the tests use, and the Debian package that brings it.
needs=("kill:procps" "redis-server:redis-server" "ip:iproute2" "faketime:faketime" "promtool:prometheus" "npm:npm" "unzip:unzip" "/usr/share/zoneinfo/Europe/Helsinki:tzdata")
missing=()
for need in "${needs[@]}"; do
    what=${need%%:*}
    if [[ $what == /* ]]; then [[ -e $what ]] || missing+=("${need#*:}"); else [[ -n $(type -P "$what") ]] || missing+=("${need#*:}"); fi
done
if ((${#missing[@]})); then
    if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
        echo "Installing ${missing[*]}."
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >/dev/null || exit 1
    else
        echo "Please install: ${missing[*]}"
        exit 1
    fi
fi
if ! command -v dotnet >/dev/null; then
    echo "Please install the .NET SDK 10 (https://dotnet.microsoft.com/download) and put dotnet on the PATH."
    exit 1
fi

echo "Building."
dotnet build OuraTeams.sln -m:2 -warnaserror -nodeReuse:false -v:quiet -clp:NoSummary || exit 1

output=${ArtifactsPath:-artifacts}
tests/OuraTeams.Deploy.Tests/tools/install.sh "$output/tools" || exit 1
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Valkey is not in every release of Debian. Without it its tests are skipped, and say so.
if [[ -z ${VALKEY_SERVER:-} && -z $(type -P valkey-server) ]]; then
    if VALKEY_SERVER=$(tests/valkey.sh "$output/valkey" 2>"$results/valkey"); then export VALKEY_SERVER; else echo "No valkey-server: $(tail -1 "$results/valkey")"; fi
fi

wanted=()
for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    for pick in "${@:-$name}"; do
        [[ $name == "$pick" || $name == "OuraTeams.$pick" || $name == "OuraTeams.$pick.Tests" ]] && wanted+=("$name") && break
    done
done

# The tests of clusters wait more than they compute: the others run beside them.
lane() {
    local name
    for name in "${wanted[@]}"; do
        if [[ $1 == "$(lane_of "$name")" ]]; then
            timeout 1800 "$output/bin/$name/debug/$name" -noColor >"$results/$name" 2>&1
            echo $? >"$results/$name.status"
            echo "Ran $name."
        fi
    done
}
lane_of() { [[ $1 == OuraTeams.Cluster.Tests ]] && echo clusters || echo others; }
echo "Running ${wanted[*]}."
lane clusters &
clusters=$!
lane others &
others=$!
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$results"' EXIT

passed=0 failed=0 skipped=0 broken=0
for turn in others clusters; do
    wait "${!turn}"
    for name in "${wanted[@]}"; do
        [[ $(lane_of "$name") == "$turn" ]] || continue
        status=$(<"$results/$name.status")
        summary=$(grep -E "Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+" "$results/$name" | tail -1)
        if [[ -z $summary ]]; then
            cat "$results/$name"
            echo "$name did not come to an end (exit code $status)."
            broken=$((broken + 1))
            continue
        fi
        count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
        bad=$(($(count Failed) + $(count Errors)))
        idle=$(($(count Skipped) + $(count "Not Run")))
        if ((bad || status)); then cat "$results/$name"; else grep -E "\[SKIP\]" -A1 "$results/$name"; fi
        if ((status && !bad)); then
            echo "$name ended with exit code $status."
            broken=$((broken + 1))
        fi
        echo "  $summary" | sed -E 's/ +/ /g'
        passed=$((passed + $(count Total) - $(count Failed) - idle))
        failed=$((failed + bad))
        skipped=$((skipped + idle))
    done
done

((skipped)) && echo "$skipped did not run: skipped for the reasons above, or only on demand (tests/activation-limits.sh, tests/benchmarks.sh)."
failed=$((failed + broken))
((passed + failed)) || { echo "No test ran."; failed=1; }
echo "$passed passed, $failed failed"
((failed == 0))
