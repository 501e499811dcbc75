#!/usr/bin/env bash
# Builds the same commit twice, in two folders, and compares what came of it byte by byte: the assemblies that are released.
#   bash tests/reproducible.sh [COMMIT]
set -euo pipefail
cd "$(dirname "$0")/.."
commit=$(git rev-parse "${1:-HEAD}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for folder in one "another place"; do
    git clone -q --no-checkout . "$work/$folder"
    git -C "$work/$folder" checkout -q "$commit"
    dotnet build -c Release "$work/$folder/src/Server" -nodeReuse:false -p:UseSharedCompilation=false >"$work/log" || { cat "$work/log"; exit 1; }
    (cd "$work/$folder/src/Server/bin/Release/net10.0" && sha256sum processproxy.dll processproxy.pdb ProcessProxy.*.dll ProcessProxy.*.pdb) >"$work/$folder.sums"
done

if diff "$work/one.sums" "$work/another place.sums"; then
    echo "$(wc -l <"$work/one.sums") files of $commit are the same in both builds."
else
    echo "The two builds of $commit differ."
    exit 1
fi
