package io.tradewind.agent;

import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.RefusedException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Brings the broker what there is to tell of every lease, one report of each in turn. */
final class Courier {
  private static final Set<AgentRefusal> FOR_GOOD =
      EnumSet.of(AgentRefusal.MALFORMED, AgentRefusal.PHASE_FINAL, AgentRefusal.USAGE_REFUSED);

  private final Leases leases;
  private final BrokerCalls broker;

  Courier(Leases leases, BrokerCalls broker) {
    this.leases = leases;
    this.broker = broker;
  }

  /**
   * Delivers at most one report of each lease.
   *
   * @return whether there may be more
   * @throws RefusedException when this agent as a whole is refused
   */
  boolean round() throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    boolean more = false;
    for (LeaseRun run : leases.unsettled()) {
      tellNotice(run);
      var message = run.nextMessage();
      if (message.isPresent()) {
        deliver(run, message.get());
        more = true;
      }
      if (run.isSettled()) {
        run.shrink();
      }
    }
    return more;
  }

  /** That the place is taken back comes before whatever follows from it. */
  private void tellNotice(LeaseRun run)
      throws BrokerAwayException, RefusedException, InterruptedException {
    var notice = run.untoldNotice();
    if (notice.isPresent()) {
      InterruptionWatch.tell(broker, run, notice.get());
      run.noticeTold();
    }
  }

  private void deliver(LeaseRun run, Outbox.Message message)
      throws BrokerAwayException, RefusedException, InterruptedException, IOException {
    try {
      run.delivered(message, send(run.leaseId(), message));
    } catch (RefusedException e) {
      if (e.refusal().endsTheLease()) {
        run.abandon(e.detail());
        return;
      }
      if (!FOR_GOOD.contains(e.refusal())) {
        throw e;
      }
      run.undeliverable(message, e.detail());
    }
  }

  private long send(String leaseId, Outbox.Message message)
      throws BrokerAwayException, RefusedException, InterruptedException {
    if (message instanceof Outbox.StatusMessage status) {
      broker.status(leaseId, status.status());
    } else if (message instanceof Outbox.UsageMessage usage) {
      broker.usage(leaseId, usage.usage());
    } else if (message instanceof Outbox.LogsMessage logs) {
      return broker.logs(leaseId, logs.logs());
    }
    return 0;
  }
}
