"""python3 -m unittest: against a loopback server that answers as a broker does."""

import json
import logging
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType, SimpleNamespace
import sys

from tradewind import Broker, Refused, Run, Unreachable

STATES = ("provisioning", "running", "succeeded")


class FakeBroker:
    """Submissions by key, states in turn, refusals when told to."""

    def __init__(self):
        self.workloads = {}
        self.heard = []
        self.states = list(STATES)
        self.failures = []
        broker = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer()

            def do_POST(self):
                self.answer()

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                status, told = broker.asked(self.command, self.path, self.headers, body)
                data = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def asked(self, method, path, headers, body):
        self.heard.append((method, path, headers, body))
        if self.failures:
            return self.failures.pop(0)
        if (method, path) == ("POST", "/api/v1/workloads"):
            key = headers["Idempotency-Key"]
            known = key in self.workloads
            if not known:
                state = self.states.pop(0)
                self.workloads[key] = {"id": f"w{len(self.workloads)}", "state": state, "reason": None, "costs": [], "carbonGrams": 0}
            return (200 if known else 201), self.workloads[key]
        identity = path.split("/")[4]
        workload = next(it for it in self.workloads.values() if it["id"] == identity)
        if path.endswith("/cancel"):
            workload["state"] = "cancelled"
        elif self.states:
            workload.update(state=self.states.pop(0), costs=[{"amount": "0.000030000", "currency": "USD"}], carbonGrams=1.5)
        return 200, workload

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class RunTest(unittest.TestCase):
    def setUp(self):
        self.fake = FakeBroker()
        self.addCleanup(self.fake.close)
        self.broker = Broker(self.fake.address, "tw_secret")
        self.said = []
        self.slept = []

    def run_of(self, key="k", patience=60):
        now = lambda: sum(self.slept)
        return Run(self.broker, "name: x\nrun: echo ü\n", key, 5, patience, self.said.append, self.slept.append, now)

    def test_it_is_submitted_watched_and_told(self):
        ended = self.run_of().to_the_end()
        self.assertEqual(ended["state"], "succeeded")
        method, path, headers, body = self.fake.heard[0]
        self.assertEqual((method, path), ("POST", "/api/v1/workloads"))
        self.assertEqual(headers["Authorization"], "Bearer tw_secret")
        self.assertEqual(headers["Content-Type"], "application/yaml")
        self.assertIn("echo ü", body)
        self.assertEqual(self.slept, [5, 5])
        self.assertIn("0.000030000 USD", self.said[-1])

    def test_the_same_key_is_the_same_workload(self):
        first = self.run_of("dag/task/1").to_the_end()
        again = self.run_of("dag/task/1").to_the_end()
        self.assertEqual(first["id"], again["id"])
        self.assertEqual(len(self.fake.workloads), 1)

    def test_a_silent_broker_is_waited_for(self):
        self.fake.failures = [(503, {}), (502, {})]
        self.assertEqual(self.run_of().to_the_end()["state"], "succeeded")
        self.assertEqual(len(self.fake.workloads), 1)

    def test_but_not_for_ever(self):
        self.fake.failures = [(503, {})] * 100
        with self.assertRaises(Unreachable):
            self.run_of(patience=20).to_the_end()

    def test_a_refusal_is_in_the_brokers_words(self):
        problem = {"status": 422, "code": "workload_invalid", "detail": "The workload has 1 problem.", "errors": [{"field": "run", "message": "is missing.", "advice": "Add it."}]}
        self.fake.failures = [(422, problem)]
        with self.assertRaisesRegex(Refused, r"1 problem\. run: is missing\. Add it\. \(422 workload_invalid\)"):
            self.run_of().to_the_end()

    def test_cancelling_before_there_is_anything_is_nothing(self):
        run = self.run_of()
        run.cancel()
        run.to_the_end()
        run.cancel()
        self.assertEqual([path for _, path, _, _ in self.fake.heard if path.endswith("cancel")], ["/api/v1/workloads/w0/cancel"])


def operator_module():
    """With Airflow where it is installed; else with a stand-in of what the operator takes from it."""
    try:
        import airflow  # noqa: F401
    except ImportError:
        print("Airflow is not installed: the operator is tried on a stand-in for its base class.")
        _stand_in()
    import tradewind_operator

    return tradewind_operator


def _stand_in():
    class BaseOperator:
        def __init__(self, task_id):
            self.task_id = task_id
            self.log = logging.getLogger("airflow.task")

    class BaseHook:
        @staticmethod
        def get_connection(conn_id):
            raise LookupError(conn_id)

    errors = {name: type(name, (Exception,), {}) for name in ("AirflowException", "AirflowFailException")}
    for name, members in (
        ("airflow", {}),
        ("airflow.sdk", {"BaseOperator": BaseOperator, "BaseHook": BaseHook}),
        ("airflow.sdk.exceptions", errors),
    ):
        module = ModuleType(name)
        module.__dict__.update(members)
        sys.modules[name] = module


class OperatorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.module = operator_module()

    def setUp(self):
        self.fake = FakeBroker()
        self.addCleanup(self.fake.close)
        self.operator = self.module.TradewindOperator(task_id="train", workload="run: echo", poll_seconds=0)
        connection = SimpleNamespace(host=self.fake.address, port=None, schema=None, password="tw_secret")
        self.module.BaseHook.get_connection = staticmethod(lambda conn_id: connection)
        self.context = {"ti": SimpleNamespace(dag_id="d", task_id="train", run_id="r", map_index=-1, try_number=2)}

    def test_what_succeeded_is_handed_on(self):
        told = self.operator.execute(self.context)
        self.assertEqual(told, {"id": "w0", "state": "succeeded", "costs": [{"amount": "0.000030000", "currency": "USD"}], "carbonGrams": 1.5})
        self.assertEqual(self.fake.heard[0][2]["Idempotency-Key"], "airflow/d/train/r/-1/2")

    def test_what_failed_fails_the_task(self):
        self.fake.states = ["failed"]
        with self.assertRaisesRegex(Exception, "w0 is failed"):
            self.operator.execute(self.context)

    def test_what_is_refused_is_not_tried_again(self):
        self.fake.failures = [(422, {"code": "workload_invalid", "detail": "No."})]
        with self.assertRaises(self.module.AirflowFailException):
            self.operator.execute(self.context)

    def test_who_kills_the_task_ends_the_workload(self):
        self.operator.on_kill()
        self.fake.states = ["succeeded"]
        self.operator.execute(self.context)
        self.operator.on_kill()
        self.assertEqual(self.fake.workloads["airflow/d/train/r/-1/2"]["state"], "cancelled")

    def test_a_connection_is_a_host_or_a_whole_address(self):
        address = self.module.address_of
        self.assertEqual(address(SimpleNamespace(host="c.example", port=8443, schema=None)), "https://c.example:8443")
        self.assertEqual(address(SimpleNamespace(host="c.example", port=None, schema="http")), "http://c.example")
        self.assertEqual(address(SimpleNamespace(host="http://127.0.0.1:8080", port=None, schema=None)), "http://127.0.0.1:8080")


if __name__ == "__main__":
    unittest.main()
