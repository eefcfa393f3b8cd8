#!/usr/bin/env bash
# Builds the image and runs it without a Docker engine: buildah builds deploy/Dockerfile, umoci unpacks, runc runs; and,
# where there is a docker-registry, the same for the image that the .NET SDK makes by itself. The public base images are
# replaced by ones made from Debian's packages and this machine's .NET, since their registry may be out of reach. Checks
# that the server runs as uid 65532 on a root that can't be written, is healthy over HTTP and gRPC, and drains on SIGTERM
# within its grace period; and that the stand-in for Oura starts from the same image. Needs root. Not part of
# tests/run.sh: it takes minutes. Bases and storage are kept in IMAGE_WORK (/var/tmp/ourateams-image by default) for the
# next run; remove it when done.
set -euo pipefail
cd "$(dirname "$0")/.."

grace=150
for tool in buildah umoci runc debootstrap curl python3 dotnet; do
    command -v "$tool" >/dev/null || absent+=("$tool")
done
if [[ -v absent ]]; then
    echo "Not run: ${absent[*]} missing. On Debian: apt-get install buildah umoci runc debootstrap curl python3."
    exit 77
fi
if [[ $(id -u) != 0 ]]; then
    echo "Not run: needs root."
    exit 77
fi

work=${IMAGE_WORK:-/var/tmp/ourateams-image}
run=$(mktemp -d)
name=ourateams-$$
mkdir -p "$work/storage"
# vfs and chroot ask nothing of the kernel that a sandbox might refuse.
build() { buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run" "$@"; }
server= runner=
end() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    runc --root "$run/runc" delete --force "$name" >/dev/null 2>&1 || true
    rm -rf "$run"
}
trap end EXIT
step() { printf '%(%H:%M:%S)T %s\n' -1 "$*"; }
fail() { echo "FAILED: $*"; [[ -f $run/log ]] && tail -30 "$run/log"; exit 1; }

dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
if ! build inspect localhost/debian-sdk >/dev/null 2>&1; then
    step "Making a Debian base."
    rm -rf "$work/debian"
    debootstrap --variant=minbase --include=ca-certificates,tzdata,libssl3,libstdc++6,zlib1g bookworm "$work/debian" >"$run/log"
    rm -rf "$work"/debian/var/cache/apt "$work"/debian/var/lib/apt/lists
    step "Making the base images of the SDK and of the runtime."
    base() { # name, folders of .NET
        local container
        container=$(build from scratch)
        build add --quiet "$container" "$work/debian" / >/dev/null
        for folder in "${@:2}"; do build add --quiet "$container" "$dotnet/$folder" "/usr/share/dotnet/$folder" >/dev/null; done
        build run --isolation chroot "$container" -- ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
        build config --env DOTNET_ROOT=/usr/share/dotnet --env DOTNET_NOLOGO=1 --env DOTNET_CLI_TELEMETRY_OPTOUT=1 --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 --env ASPNETCORE_HTTP_PORTS=8080 "$container"
        build commit --quiet --rm "$container" "$1" >/dev/null
    }
    base localhost/debian-aspnet dotnet host shared
    base localhost/debian-sdk dotnet host shared sdk packs sdk-manifests templates
    rm -rf "$work/debian"
fi

step "Building deploy/Dockerfile."
# Packages come from this machine's cache, certificates of a proxy from this machine's store.
mkdir -p "${NUGET_PACKAGES:=$HOME/.nuget/packages}"
build bud --quiet --isolation chroot --format oci --ignorefile deploy/Dockerfile.dockerignore -f deploy/Dockerfile \
    --build-arg SDK=localhost/debian-sdk --build-arg RUNTIME=localhost/debian-aspnet \
    --volume "$NUGET_PACKAGES:/root/.nuget/packages" --volume /etc/ssl/certs:/etc/ssl/certs:ro \
    -t localhost/ourateams . >"$run/log" 2>&1 || fail "the build"

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
inside() { runc --root "$run/runc" exec "$name" "$@"; }
start() { # bundle
    runc --root "$run/runc" run --bundle "$1" "$name" >"$run/log" 2>&1 &
    runner=$!
}
answers() { # url: waits for it
    local begin=$SECONDS
    until curl -fs -o /dev/null "$1"; do
        kill -0 "$runner" 2>/dev/null || fail "it ended before $1 answered"
        ((SECONDS - begin < 180)) || fail "$1 does not answer"
        read -rt 0.5 <> <(:) || :
    done
}
terminate() {
    local begin=$SECONDS code=0
    runc --root "$run/runc" kill "$name" TERM
    wait "$runner" || code=$?
    ((code == 0)) || fail "exit code $code after SIGTERM"
    ((SECONDS - begin < grace)) || fail "the stop took $((SECONDS - begin)) s"
    runc --root "$run/runc" delete --force "$name" >/dev/null 2>&1 || true
    step "Ended on SIGTERM after $((SECONDS - begin)) s, exit code 0."
}
configure() { # bundle, data folder, command ("" for the image's own), variables
    install -d -o 65532 -g 65532 -m 700 "$2"
    python3 - "$@" <<'PY'
import json, sys
bundle, data, command, *variables = sys.argv[1:]
path = f"{bundle}/config.json"
config = json.load(open(path))
process = config["process"]
process["terminal"] = False
process["noNewPrivileges"] = True
process["capabilities"] = {key: [] for key in ("bounding", "effective", "inheritable", "permitted", "ambient")}
process["env"] += variables
if command:
    process["args"] = command.split()
config["root"]["readonly"] = True
# The machine's own network; limits of memory and processor are not what is tested.
config["linux"]["namespaces"] = [one for one in config["linux"]["namespaces"] if one["type"] not in ("network", "cgroup")]
config["linux"].pop("resources", None)
config["mounts"] = [one for one in config["mounts"] if one["type"] != "cgroup" and one["destination"] not in ("/tmp", "/data")] + [
    {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "mode=1777", "size=64m"]},
    {"destination": "/data", "type": "none", "source": data, "options": ["rbind", "rw"]},
]
json.dump(config, open(path, "w"))
PY
}

check() { # image
    step "Unpacking $1."
    rm -rf "$run/oci" "$run/bundle" "$run/data" "$run/sandbox"
    build push --quiet "$1" "oci:$run/oci:latest"
    umoci unpack --image "$run/oci:latest" "$run/bundle" >"$run/log" 2>&1 || fail "unpacking"

    local http grpc admin
    http=$(free_port) grpc=$(free_port) admin=$(free_port)
    configure "$run/bundle" "$run/data" "" "Listen__HttpPort=$http" "Listen__GrpcPort=$grpc" "Listen__AdminPort=$admin" "Listen__SiloPort=$(free_port)" Cluster__DrainDelay=00:00:02
    start "$run/bundle"
    answers "http://127.0.0.1:$admin/health/ready"
    answers "http://127.0.0.1:$http/health/live"
    step "Healthy over HTTP."

    # An empty HealthCheckRequest in its frame; the answer's message is 08 01: SERVING.
    local answer
    answer=$(printf '\0\0\0\0\0' | curl -fs --http2-prior-knowledge -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @- \
        "http://127.0.0.1:$grpc/grpc.health.v1.Health/Check" | od -An -tx1 | tr -d ' \n')
    [[ $answer == 00000000020801 ]] || fail "gRPC health answered '$answer'"
    step "Healthy over gRPC."

    [[ $(inside id -u) == 65532 ]] || fail "it runs as $(inside id -u)"
    ! inside touch /app/written 2>/dev/null || fail "the root can be written"
    inside touch /tmp/written || fail "/tmp can't be written"
    step "uid 65532, read-only root."
    terminate
}

check localhost/ourateams

if command -v docker-registry >/dev/null; then
    step "Publishing by the SDK, over a registry of our own."
    registry=127.0.0.1:$(free_port)
    printf 'version: 0.1\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: "%s"}\n' "$run/registry" "$registry" >"$run/registry.yaml"
    docker-registry serve "$run/registry.yaml" >"$run/log" 2>&1 &
    server=$!
    answers_registry=$SECONDS
    until curl -fs -o /dev/null "http://$registry/v2/"; do
        ((SECONDS - answers_registry < 60)) || fail "the registry does not answer"
        read -rt 0.5 <> <(:) || :
    done
    build push --quiet --tls-verify=false localhost/debian-aspnet "docker://$registry/aspnet:10.0"
    DOTNET_CONTAINER_INSECURE_REGISTRIES=$registry dotnet publish src/OuraTeams.Server -c Release --os linux --self-contained false -t:PublishContainer \
        -p:ContainerBaseImage="$registry/aspnet:10.0" -p:ContainerRegistry="$registry" -p:ContainerImageTag=sdk -p:ArtifactsPath="$run/artifacts" \
        -v:quiet -nodeReuse:false >"$run/log" 2>&1 || fail "publishing by the SDK"
    build pull --quiet --tls-verify=false "docker://$registry/ourateams:sdk" >/dev/null
    check "$registry/ourateams:sdk"
    build rmi "$registry/ourateams:sdk" >/dev/null
else
    echo "The SDK's own image is not checked: docker-registry is missing (Debian has it)."
fi

# The same code for the other architecture; there is no machine here to run it on.
other=arm64; [[ $(uname -m) == aarch64 ]] && other=amd64
step "Publishing for $other."
dotnet publish src/OuraTeams.Server -c Release -a "$other" --self-contained false -p:UseAppHost=false -p:ArtifactsPath="$run/artifacts" -o "$run/other" -v:quiet -nodeReuse:false >"$run/log" || fail "publishing for $other"
step "Done."
