#!/usr/bin/env bash
# Keeps the protos as they are now as those of the last release: run it when a release is made. The tests compare with
# them, so that no release breaks a client of the one before.
set -euo pipefail
cd "$(dirname "$0")"
buf=${BUF:-../../../artifacts/tools/bin/buf}
"$buf" breaking ../../../src/OuraTeams.Protocol --against released
rm -r released
mkdir released
cp -r ../../../src/OuraTeams.Protocol/protos/. released
