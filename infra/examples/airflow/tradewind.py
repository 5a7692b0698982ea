"""A workload of a Tradewind broker from submission to its end. Standard library only."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request

FINAL = ("succeeded", "failed", "cancelled", "unplaced")
WAITS = (429, 502, 503, 504)


class Refused(Exception):
    """The broker said no; its words say why and what to do."""

    def __init__(self, status, code, detail):
        super().__init__(f"{detail} ({status} {code})")
        self.status = status
        self.code = code


class Unreachable(Exception):
    """Nobody answered; the same question may be asked again."""


class Broker:
    """The REST API, as far as running a workload goes."""

    def __init__(self, address, token, timeout=30.0):
        self._address = address.rstrip("/")
        self._token = token
        self._timeout = timeout

    def submit(self, workload, key):
        """Submits the text of a workload file. Sent again under the same key it is one workload."""
        headers = {"Content-Type": "application/yaml", "Idempotency-Key": key}
        return self._ask("POST", "workloads", headers, workload.encode("utf-8"))

    def workload(self, identity):
        return self._ask("GET", "workloads/" + _segment(identity))

    def cancel(self, identity):
        """Ends it; what has ended stays as it is."""
        return self._ask("POST", "workloads/" + _segment(identity) + "/cancel")

    def _ask(self, method, path, headers=None, body=None):
        request = urllib.request.Request(
            f"{self._address}/api/v1/{path}",
            data=body,
            method=method,
            headers={
                "Accept": "application/json",
                "Authorization": f"Bearer {self._token}",
                **(headers or {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            if error.code in WAITS:
                raise Unreachable(f"The broker answered {error.code}.") from error
            raise _refused(error) from error
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise Unreachable(f"{self._address} does not answer: {error}") from error


class Run:
    """One workload: submitted once, watched to its end, cancelled when nobody waits any more."""

    def __init__(self, broker, workload, key, poll_seconds=15.0, patience_seconds=600.0, say=print, sleep=time.sleep, clock=time.monotonic):
        self._broker = broker
        self._workload = workload
        self._key = key
        self._poll_seconds = poll_seconds
        self._patience_seconds = patience_seconds
        self._say = say
        self._sleep = sleep
        self._clock = clock
        self.identity = None

    def to_the_end(self):
        """The workload as it ended. A broker that is silent for less than the patience is waited for."""
        state = None
        workload = self._patiently(lambda: self._broker.submit(self._workload, self._key))
        self.identity = workload["id"]
        while True:
            if workload["state"] != state:
                state = workload["state"]
                self._say(f"Workload {self.identity} is {state}{_because(workload)}; {_cost(workload)}")
            if state in FINAL:
                return workload
            self._sleep(self._poll_seconds)
            workload = self._patiently(lambda: self._broker.workload(self.identity))

    def cancel(self):
        """Safe at any time, and more than once."""
        if self.identity is not None:
            self._broker.cancel(self.identity)
            self._say(f"Workload {self.identity} is cancelled.")

    def _patiently(self, question):
        since = self._clock()
        while True:
            try:
                return question()
            except Unreachable as silence:
                if self._clock() - since > self._patience_seconds:
                    raise
                self._say(f"{silence} It is asked again.")
                self._sleep(self._poll_seconds)


def _segment(text):
    return urllib.parse.quote(text, safe="")


def _because(workload):
    return f": {workload['reason']}" if workload.get("reason") else ""


def _cost(workload):
    costs = ", ".join(f"{it['amount']} {it['currency']}" for it in workload.get("costs", [])) or "nothing charged yet"
    return f"{costs}, {workload.get('carbonGrams', 0):.3f} gCO2e"


def _refused(error):
    try:
        problem = json.load(error)
        fields = "".join(f" {it['field']}: {it['message']} {it.get('advice', '')}" for it in problem.get("errors", []))
        return Refused(error.code, problem["code"], problem["detail"] + fields)
    except (ValueError, KeyError, TypeError):
        return Refused(error.code, "unknown", "What answers there is no Tradewind broker.")
