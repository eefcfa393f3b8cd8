#!/usr/bin/env bash
# Prints which one-line mutants of the rules in OuraTeams.Grains survive the unit tests (OuraTeams.Grains.Tests), and the
# share that is killed; fails when that is below 90 %. All mutants are compiled at once, each behind a switch; then, for each,
# the classes of tests run that come by it, about a second. artifacts/mutants.txt gets a line for each mutant with the test
# that killed it. All mutants take about 20 minutes on one core: not part of tests/run.sh.
# Usage: tests/mutants.sh [-n SAMPLE] [-s SEED] [-j AT_ONCE] [FILE_OR_FOLDER_OF_GRAINS...]
# Example: tests/mutants.sh -n 200 -s 7 Budgets/RequestBudget.cs
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Where the rules are.
rules=(
    Accounts/Budget/AccountBudget.cs
    Accounts/Cache
    Accounts/Connection
    Accounts/Inbox
    Accounts/Steps/AccountStep.cs
    Accounts/Steps/JobOutcome.cs
    Budgets/RequestBudget.cs
    Budgets/SharedBudget.cs
    Budgets/WaitingLine.cs
    Calls/MovingWindow.cs
    Fleet/WakeTimes.cs
    Members/MemberRules.cs
    Recovery/RecoveryRules.cs
    Recovery/SuccessorQueue.cs
    Revocations/RevocationPolicy.cs
    States/StateLock.cs
    Teams/AggregateMerge.cs
    Teams/PartitionFigures.cs
    Teams/PartitionSlots.cs
    Webhooks/UndeliveredEvents.cs
)

sample=0 seed=1 at_once=1
while getopts n:s:j: option; do
    case $option in
        n) sample=$OPTARG ;;
        s) seed=$OPTARG ;;
        j) at_once=$OPTARG ;;
        *) sed -n 's/^# Usage: //p' "$0" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))
(($#)) || set -- "${rules[@]}"

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard -- src tests/OuraTeams.Grains.Tests Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig global.json |
    tar --null -T - --ignore-failed-read -cf - 2>/dev/null | tar -xf - -C "$copy"
output=${ArtifactsPath:-$PWD/artifacts}
unset ArtifactsPath
dotnet build tests/mutants/OuraTeams.Mutants -nodeReuse:false -v:quiet -clp:NoSummary >&2
artifacts/bin/OuraTeams.Mutants/debug/OuraTeams.Mutants "$copy" "$output/mutants.txt" "$sample" "$seed" "$at_once" "$@"
