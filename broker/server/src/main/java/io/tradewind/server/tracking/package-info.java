/**
 * What a workload has cost and emitted, told to its tracker of experiments: an MLflow server that
 * the workload's file names where its own code looks for it, in {@code env.MLFLOW_TRACKING_URI}.
 *
 * <p>The broker tells, not the agent: it alone knows what was charged, and it outlives the machine.
 * So the address is judged as that of a webhook is ({@code alert.WebhookQuestion}): https, on the
 * public internet, called at the very address that was judged. {@code
 * tradewind.tracking.inside-hosts} names hosts inside the broker's network that may be called too,
 * and over plain http. Credentials are those that MLflow's own client takes, from the file or from
 * named secrets: {@code MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and {@code
 * MLFLOW_TRACKING_PASSWORD}.
 *
 * <p>A minute after a workload has ended ({@code TrackingCourier}), its run is looked for by the
 * tag {@code tradewind.workload}, made where there is none, in {@code MLFLOW_EXPERIMENT_NAME} or
 * {@code MLFLOW_EXPERIMENT_ID}, and given figures, places and its end ({@code Mlflow}). Where the
 * file names {@code MLFLOW_RUN_ID} that run gets the figures, and its end is left to its owner.
 * What failed is tried again, six times within half a day; how it ended is an event of the
 * workload.
 */
@NullMarked
package io.tradewind.server.tracking;

import org.jspecify.annotations.NullMarked;
