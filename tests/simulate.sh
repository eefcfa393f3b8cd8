#!/usr/bin/env bash
# The long forms of tests/OuraTeams.Simulation: 50 accounts for a year, a week of faults, a crash at every point. CI runs the
# short ones. Arguments go to the test program; example: tests/simulate.sh -class OuraTeams.Simulation.YearTests
# Variables of the environment change the sizes; what stands here are their defaults.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export OURATEAMS_SIMULATION_MEMBERS=${OURATEAMS_SIMULATION_MEMBERS:-50}
export OURATEAMS_SIMULATION_DAYS=${OURATEAMS_SIMULATION_DAYS:-365}
export OURATEAMS_SIMULATION_RECONCILE_HOURS=${OURATEAMS_SIMULATION_RECONCILE_HOURS:-24}
export OURATEAMS_SIMULATION_FAULT_MEMBERS=${OURATEAMS_SIMULATION_FAULT_MEMBERS:-5}
export OURATEAMS_SIMULATION_FAULT_DAYS=${OURATEAMS_SIMULATION_FAULT_DAYS:-7}
export OURATEAMS_SIMULATION_CRASH_STRIDE=${OURATEAMS_SIMULATION_CRASH_STRIDE:-1}
dotnet build tests/OuraTeams.Simulation -c Release -warnaserror -nodeReuse:false -v:quiet -clp:NoSummary
exec "${ArtifactsPath:-artifacts}/bin/OuraTeams.Simulation/release/OuraTeams.Simulation" -noColor -showLiveOutput "$@"
