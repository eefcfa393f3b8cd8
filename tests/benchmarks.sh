#!/usr/bin/env bash
# The benchmarks of tests/OuraTeams.Benchmarks. Each prints what it measured and fails when a bound is missed. Takes some minutes.
# Arguments go to the test program; example: tests/benchmarks.sh -class OuraTeams.Benchmarks.TeamGrowthBenchmark
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/OuraTeams.Benchmarks -c Release -warnaserror -nodeReuse:false -v:quiet -clp:NoSummary
exec "${ArtifactsPath:-artifacts}/bin/OuraTeams.Benchmarks/release/OuraTeams.Benchmarks" -noColor -explicit only -showLiveOutput "$@"
