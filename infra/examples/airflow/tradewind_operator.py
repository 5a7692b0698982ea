"""An Airflow operator that runs a workload on the cheapest capable capacity and waits for its end."""

try:  # Airflow 3
    from airflow.sdk import BaseHook, BaseOperator
    from airflow.sdk.exceptions import AirflowException, AirflowFailException
except ImportError:
    try:
        from airflow.sdk import BaseHook, BaseOperator
    except ImportError:  # Airflow 2
        from airflow.hooks.base import BaseHook
        from airflow.models import BaseOperator
    from airflow.exceptions import AirflowException, AirflowFailException

from tradewind import Broker, Refused, Run


class TradewindOperator(BaseOperator):
    """Runs one workload.

    :param workload: the text of a workload file (YAML); a name that ends with .yaml is a template to be read.
    :param conn_id: a connection whose host is the broker's address and whose password is an API token.
    :param poll_seconds: how often the broker is asked.
    :param patience_seconds: how long a broker may be silent before the task fails.

    A worker that dies and is replaced finds the workload of its try again, by its key; another try is
    another workload. Whoever kills the task ends the workload. The result (XCom) is its id, its state,
    what it cost and what it emitted.
    """

    template_fields = ("workload",)
    template_ext = (".yaml", ".yml")
    template_fields_renderers = {"workload": "yaml"}

    def __init__(self, *, workload, conn_id="tradewind_default", poll_seconds=15.0, patience_seconds=600.0, **kwargs):
        super().__init__(**kwargs)
        self.workload = workload
        self.conn_id = conn_id
        self.poll_seconds = poll_seconds
        self.patience_seconds = patience_seconds
        self._run = None

    def execute(self, context):
        self._run = Run(
            self._broker(),
            self.workload,
            key_of(context["ti"]),
            poll_seconds=self.poll_seconds,
            patience_seconds=self.patience_seconds,
            say=self.log.info,
        )
        try:
            ended = self._run.to_the_end()
        except Refused as refused:
            raise AirflowFailException(str(refused)) from refused
        if ended["state"] != "succeeded":
            raise AirflowException(f"The workload {ended['id']} is {ended['state']}: {ended.get('reason')}")
        return {name: ended[name] for name in ("id", "state", "costs", "carbonGrams")}

    def on_kill(self):
        if self._run is not None:
            self._run.cancel()

    def _broker(self):
        connection = BaseHook.get_connection(self.conn_id)
        return Broker(address_of(connection), connection.password or "")


def key_of(instance):
    """Of one try of one task of one run of a DAG."""
    parts = (instance.dag_id, instance.task_id, instance.run_id, instance.map_index, instance.try_number)
    return "/".join(["airflow", *(str(part) for part in parts)])[-255:]


def address_of(connection):
    """The host alone, with the port or as a whole address."""
    if "://" in (connection.host or ""):
        return connection.host
    port = f":{connection.port}" if connection.port else ""
    return f"{connection.schema or 'https'}://{connection.host}{port}"
