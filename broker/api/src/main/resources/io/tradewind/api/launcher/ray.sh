command -v ray >/dev/null || { echo "ray is not installed here." >&2; exit 127; }
TW_RANK=${NODE_RANK:-0}
TW_HEAD=${MASTER_ADDR:-127.0.0.1}:${MASTER_PORT:-6379}
TW_ME=$(printf '%s\n' "${NODE_IPS:-127.0.0.1}" | sed -n "$((TW_RANK + 1))p")
if [ "$TW_RANK" -ne 0 ]; then
  TW_TRIES=0
  until ray start --address="$TW_HEAD" --node-ip-address="$TW_ME" --num-gpus="${GPUS_PER_NODE:-0}"; do
    TW_TRIES=$((TW_TRIES + 1))
    [ "$TW_TRIES" -lt 150 ] || exit 1
    sleep 2
  done
  # It has ended well when the head has; whose failure ends all nodes anyway.
  while ray health-check --address "$TW_HEAD" >/dev/null 2>&1; do sleep 5; done
  ray stop
  exit 0
fi
ray start --head --node-ip-address="$TW_ME" --port="${MASTER_PORT:-6379}" --num-gpus="${GPUS_PER_NODE:-0}" --include-dashboard=false || exit
trap 'ray stop' EXIT
export RAY_ADDRESS="$TW_HEAD"
python3 -c '
import os, time, ray
ray.init()
while sum(node["Alive"] for node in ray.nodes()) < int(os.environ.get("NNODES", "1")):
    time.sleep(1)
' || exit
