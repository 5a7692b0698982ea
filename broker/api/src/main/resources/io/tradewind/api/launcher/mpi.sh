command -v mpirun >/dev/null || { echo "mpirun is not installed here." >&2; exit 127; }
command -v python3 >/dev/null || { echo "python3 is needed to reach the other nodes." >&2; exit 127; }
TW_DIR=$(mktemp -d)
cat >"$TW_DIR/nodes.py" <<'TRADEWIND'
"""Runs commands of the first node on the others, which call it: no node lets anybody in, and none needs a key.

hand SOCKET      on the first: hands commands to the nodes that have called
on SOCKET HOST … on the first, in the place of ssh: runs a command on a node, and ends as it ends
call             on the others: calls, and runs what it is told until the first hangs up
"""
import json, os, socket, subprocess, sys, threading, time

NODES = os.environ.get("NODE_IPS", "127.0.0.1").split()
HEAD = (os.environ.get("MASTER_ADDR", "127.0.0.1"), int(os.environ.get("MASTER_PORT", "29500")))


def lines(connection):
    for line in connection.makefile("r"):
        yield json.loads(line)


def say(connection, **message):
    connection.sendall((json.dumps(message) + "\n").encode())


def hand(path):
    called, lock = {}, threading.Condition()
    server = socket.create_server(HEAD)
    desk = socket.socket(socket.AF_UNIX)
    desk.bind(path)
    desk.listen(64)

    def greet():
        while True:
            node, peer = server.accept()
            if peer[0] not in NODES:
                node.close()
                continue
            rank = next(lines(node))["rank"]
            with lock:
                called.setdefault(NODES[rank], []).append(node)
                lock.notify_all()

    def serve(asker):
        asked = next(lines(asker))
        with lock:
            while not called.get(asked["host"]):
                lock.wait()
            node = called[asked["host"]].pop()
        say(node, run=asked["run"])
        for message in lines(node):
            say(asker, **message)
        asker.close()

    threading.Thread(target=greet, daemon=True).start()
    while True:
        threading.Thread(target=serve, args=(desk.accept()[0],), daemon=True).start()


def on(path, host, command):
    desk = socket.socket(socket.AF_UNIX)
    desk.connect(path)
    say(desk, host=host, run=" ".join(command))
    for message in lines(desk):
        if "code" in message:
            sys.exit(message["code"])
        print(message["out"], end="", flush=True)
    sys.exit(1)


def call():
    for _ in range(300):
        try:
            head = socket.create_connection(HEAD, 5)
            break
        except OSError:
            time.sleep(1)
    else:
        sys.exit("The first node does not answer.")
    head.settimeout(None)
    say(head, rank=int(os.environ["NODE_RANK"]))
    told = next(lines(head), None)
    if told is None:
        return
    ran = subprocess.Popen(
        ["sh", "-c", told["run"]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in ran.stdout:
        say(head, out=line)
    say(head, code=ran.wait())


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    {"hand": lambda: hand(*rest), "on": lambda: on(rest[0], rest[1], rest[2:]), "call": call}[what]()
TRADEWIND
if [ "${NODE_RANK:-0}" -ne 0 ]; then
  python3 "$TW_DIR/nodes.py" call
  exit
fi
TW_SLOTS=$(( ${GPUS_PER_NODE:-0} > 0 ? GPUS_PER_NODE : 1 ))
TW_HOSTS=$(printf '%s\n' "${NODE_IPS:-127.0.0.1}" | sed "s/\$/:$TW_SLOTS/" | paste -sd, -)
printf '#!/bin/sh\nexec python3 "%s" on "%s" "$@"\n' "$TW_DIR/nodes.py" "$TW_DIR/desk" >"$TW_DIR/rsh"
chmod +x "$TW_DIR/rsh"
python3 "$TW_DIR/nodes.py" hand "$TW_DIR/desk" &
TW_DESK=$!
trap 'kill $TW_DESK 2>/dev/null' EXIT
until [ -S "$TW_DIR/desk" ]; do kill -0 $TW_DESK || exit 1; sleep 0.2; done
# Open MPI, MPICH and Intel MPI each ask for the way to other nodes by a name of their own.
export OMPI_MCA_plm_rsh_agent="$TW_DIR/rsh" PRTE_MCA_plm_ssh_agent="$TW_DIR/rsh"
export HYDRA_LAUNCHER=rsh HYDRA_LAUNCHER_EXEC="$TW_DIR/rsh"
export I_MPI_HYDRA_BOOTSTRAP=rsh I_MPI_HYDRA_BOOTSTRAP_EXEC="$TW_DIR/rsh"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
