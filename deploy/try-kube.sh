#!/usr/bin/env bash
# Start one replica of deploy/kubernetes.yaml with podman, as the manifest says, and ask it: deploy/try-kube.sh IMAGE
# Needs podman, catatonit, curl, a free port 8000, and a Python with PyYAML (PYTHON; by default that of .venv).
# Of the manifest the ConfigMap and the Deployment are played, with four changes: the image, one replica, never pulled, and
# the host's network, so that no bridge is made (podman then wants no list of ports, and so no probe that names one). What
# podman does not look at, a cluster has to show: probes, spreading, scaling, the network policy.
set -euo pipefail
image=${1:?usage: deploy/try-kube.sh IMAGE}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
python=${PYTHON:-$here/../.venv/bin/python}
"$python" - "$here/kubernetes.yaml" "$image" > "$scratch/pod.yaml" << 'PYTHON'
import sys
import yaml

path, image = sys.argv[1:]
documents = {each["kind"]: each for each in yaml.safe_load_all(open(path, encoding="utf-8"))}
deployment = documents["Deployment"]
deployment["spec"]["replicas"] = 1
pod = deployment["spec"]["template"]["spec"]
pod["hostNetwork"] = True
container = pod["containers"][0]
container.update(image=image, imagePullPolicy="Never")
for gone in ("ports", "startupProbe", "livenessProbe", "readinessProbe"):
    del container[gone]
print(yaml.safe_dump_all([documents["ConfigMap"], deployment]))
PYTHON
stop() {
  podman play kube --down "$scratch/pod.yaml" > /dev/null
  rm -rf "$scratch"
}
trap stop EXIT
podman play kube --network host "$scratch/pod.yaml"
address=http://127.0.0.1:8000
curl -sf --retry 30 --retry-delay 1 --retry-connrefused "$address/readyz"
echo
curl -sSf "$address/v1/minerals/dysprosium/status?as_of=2025-06-01&origin=CN&destination=DE&format=text" | tee "$scratch/answer"
grep -q '^licence_required' "$scratch/answer"
container=$(podman ps --filter "ancestor=$image" --format '{{.ID}}' | head -1)
podman inspect "$container" --format 'read-only {{.HostConfig.ReadonlyRootfs}}, user {{.Config.User}}, memory {{.HostConfig.Memory}}' |
  tee "$scratch/limits"
grep -q '^read-only true, user 10001:10001, memory 536870912$' "$scratch/limits"
podman exec "$container" touch /tmp/writable
