#!/usr/bin/env bash
# Tries the one-line mutants of tests/mutants.txt in a copy of the tree, one at a time, against the unit tests of the grains'
# rules (seconds each, no cluster): prints which were killed and by which test, which survived, and the share. Fails below 90 %.
# All mutants are compiled at once, each behind a switch, so that there is one build.
exec python3 "$(dirname "$0")/mutants.py" "$@"
