#!/usr/bin/env bash
# Touches many more accounts than the heap of one silo holds, and reports how it fared. Takes some minutes.
# OURATEAMS_ACCOUNTS (default 100000) and OURATEAMS_HEAP (bytes in hexadecimal, default 0x10000000: 256 MiB) change the measure.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/OuraTeams.Cluster.Tests -nodeReuse:false -v:quiet -clp:NoSummary
"${ArtifactsPath:-artifacts}/bin/OuraTeams.Cluster.Tests/debug/OuraTeams.Cluster.Tests" -noColor -explicit only -diagnostics -class OuraTeams.Cluster.Tests.ActivationLimitsTests
