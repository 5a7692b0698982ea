package io.tradewind.server.workload;

import io.tradewind.server.lease.CloseReason;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.market.MoneyView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The tries to start a workload, and the machines of the newest, as people see them. */
final class AttemptViews {
  private AttemptViews() {}

  /** The leases of each attempt, its nodes in their order. */
  static List<List<LeaseEntity>> attempts(List<LeaseEntity> leases) {
    return List.copyOf(
        leases.stream()
            .collect(
                Collectors.groupingBy(
                    lease -> lease.attempt, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  /** Of two starts the one that was not too late. */
  static List<LeaseEntity> current(List<List<LeaseEntity>> attempts) {
    for (int i = attempts.size() - 1; i >= 0; i--) {
      if (attempts.get(i).get(0).stopReason() != CloseReason.HEDGE_LOST) {
        return attempts.get(i);
      }
    }
    return List.of();
  }

  static WorkloadView.NodeView node(LeaseEntity lease) {
    CloseReason reason = lease.closeReason();
    return new WorkloadView.NodeView(
        lease.node,
        lease.id,
        reason == null ? lease.state().wireName() : reason.wireName(),
        lease.phase,
        lease.address,
        lease.exitCode,
        lease.detail,
        lease.meteredSeconds());
  }

  static WorkloadView.AttemptView attempt(List<LeaseEntity> nodes) {
    LeaseEntity lease =
        nodes.stream()
            .filter(node -> node.stopReason() != null)
            .filter(node -> node.stopReason() != CloseReason.PEER_ENDED && !node.endedWell())
            .findFirst()
            .orElse(nodes.get(0));
    CloseReason reason = lease.closeReason();
    return new WorkloadView.AttemptView(
        nodes.get(0).id,
        lease.attempt,
        nodes.size(),
        lease.provider,
        lease.region,
        lease.instanceType,
        MoneyView.of(lease.hourlyRate().times(nodes.size()).perHour()),
        reason == null ? lease.state().wireName() : reason.wireName(),
        lease.detail,
        lease.requestedAt);
  }
}
