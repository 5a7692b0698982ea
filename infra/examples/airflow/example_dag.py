"""Trains every night where it is cheapest in Europe, and stops above 40 USD."""

from datetime import datetime

try:
    from airflow.sdk import DAG
except ImportError:
    from airflow import DAG

from tradewind_operator import TradewindOperator

WORKLOAD = """
name: nightly-{{ ds }}
resources: { accelerators: "H100:8", capacity: any }
image: ghcr.io/example/train:1
run: python train.py --day {{ ds }}
placement: { regions: { allow: [EU] }, objective: cheapest }
limits: { max_cost: 40 USD, max_duration: 6h }
retry: { on: [no_capacity, interruption], for: 4h }
"""

with DAG("nightly_training", schedule="0 1 * * *", start_date=datetime(2026, 11, 1), catchup=False):
    TradewindOperator(task_id="train", workload=WORKLOAD)
