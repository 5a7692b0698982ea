/**
 * What users asked for: submit, follow, cancel.
 *
 * <p>Services: {@code Services} compares how many replicas are wanted with what there is, and
 * writes what follows; {@code ReplicaPlan} is the comparison, {@code ServiceChanges} what owners
 * change. Each replica is a workload by itself. {@code Autoscale} says how many the load asks for,
 * {@code ReplicaPlaces} of what capacity and where. The reasons: {@code infra/decisions/0021} and
 * {@code 0025}.
 */
@NullMarked
package io.tradewind.server.workload;

import org.jspecify.annotations.NullMarked;
