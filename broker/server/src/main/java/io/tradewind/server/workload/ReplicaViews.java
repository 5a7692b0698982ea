package io.tradewind.server.workload;

import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.market.MoneyView;
import java.util.List;
import java.util.Optional;

/** A service with its replicas as people see it. */
final class ReplicaViews {
  private ReplicaViews() {}

  /**
   * @param leases of the replicas, the oldest first
   */
  static WorkloadView.ServiceView of(
      WorkloadEntity row, Workload read, List<WorkloadEntity> members, List<LeaseEntity> leases) {
    Service file = read.service().orElseThrow();
    List<WorkloadView.ReplicaView> replicas =
        members.stream().map(it -> replica(it, file, leases)).toList();
    return new WorkloadView.ServiceView(
        row.cancelRequested || row.replicas == null ? 0 : row.replicas,
        (int) replicas.stream().filter(WorkloadView.ReplicaView::ready).count(),
        file.maximumReplicas(),
        row.version,
        file.scaling().isPresent(),
        row.loadValue,
        row.loadAt,
        replicas);
  }

  private static WorkloadView.ReplicaView replica(
      WorkloadEntity row, Service file, List<LeaseEntity> leases) {
    Optional<LeaseEntity> newest =
        leases.stream().filter(it -> it.workload.equals(row.id)).reduce((one, other) -> other);
    int number = row.replica == null ? 0 : row.replica;
    return new WorkloadView.ReplicaView(
        number,
        row.id,
        row.state().wireName(),
        ReplicaTally.isReady(row, newest.filter(it -> it.readyAt != null).isPresent()),
        row.version,
        newest.map(it -> it.address).orElse(null),
        ReplicaVariables.port(file, number),
        newest.map(it -> it.provider).orElse(null),
        newest.map(it -> it.region).orElse(null),
        row.capacity().map(CapacityType::wireName).orElse(null),
        newest.map(it -> MoneyView.of(it.hourlyRate().times(it.nodes).perHour())).orElse(null),
        row.reason,
        row.createdAt);
  }
}
