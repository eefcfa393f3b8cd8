#!/usr/bin/env bash
# An upgrade with mixed versions: starts three silos of an older commit over redis-server under a storm of events, replaces them
# one by one by today's, and checks that nothing was refused or lost. Some minutes, most of them for the builds.
#
#   tests/mixed-versions.sh [commit]
#
# commit  Any name that git knows; by default the newest tag, and before there is one the commit that froze what 0.3.0 stores
#         (tests/OuraTeams.Grains.Tests/Shapes/0.3.0). Earlier commits store other shapes: their data are refused at the start.
# Needs the .NET SDK, git and redis-server.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
frozen=$(git log -1 --format=%h -- tests/OuraTeams.Grains.Tests/Shapes/0.3.0)
commit=${1:-$(git describe --tags --abbrev=0 2>/dev/null || echo "$frozen")}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/source"
git archive "$commit" | tar -x -C "$work/source"
echo "Builds $(git log -1 --format='%h of %ad: %s' --date=short "$commit")"
(cd "$work/source" && dotnet build src/OuraTeams.Server -p:ArtifactsPath="$work/artifacts" -nodeReuse:false -v:quiet -clp:NoSummary)
dotnet build tests/OuraTeams.Cluster.Tests -nodeReuse:false -v:quiet -clp:NoSummary
OURATEAMS_OLDER_BUILD=$work/artifacts/bin/OuraTeams.Server/debug \
    "${ArtifactsPath:-artifacts}/bin/OuraTeams.Cluster.Tests/debug/OuraTeams.Cluster.Tests" -noColor -explicit only -class OuraTeams.Cluster.Tests.RollingTests
