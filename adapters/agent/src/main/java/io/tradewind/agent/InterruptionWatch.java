package io.tradewind.agent;

import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;

/**
 * Looks every few seconds whether the cloud takes this machine back. The workload is told first,
 * the broker after.
 */
final class InterruptionWatch {
  private static final Logger LOG = Logger.getLogger(InterruptionWatch.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** A machine in whose first minutes no cloud answers is in none. */
  private static final int LOOKS_FOR_A_CLOUD = 36;

  private final MetadataService service;
  private final Leases leases;
  private final BrokerCalls broker;
  private final Clock clock;
  private final Bell leaseBell;
  private final Set<String> told = new HashSet<>();
  private Optional<NoticeSource> cloud = Optional.empty();

  InterruptionWatch(
      MetadataService service, Leases leases, BrokerCalls broker, Clock clock, Bell leaseBell) {
    this.service = service;
    this.leases = leases;
    this.broker = broker;
    this.clock = clock;
    this.leaseBell = leaseBell;
  }

  /** Looks until told to stop, or until it is plain that this machine is in no known cloud. */
  void run(BooleanSupplier stopping)
      throws BrokerAwayException, RefusedException, InterruptedException {
    Bell pause = new Bell();
    for (int looks = 0; !stopping.getAsBoolean(); looks++) {
      Optional<Interruption> notice = look(clock.instant());
      if (notice.isPresent()) {
        interrupt(notice.get());
      } else if (cloud.isEmpty() && looks >= LOOKS_FOR_A_CLOUD) {
        LOG.info("No cloud's metadata service answers; nobody will tell of interruptions");
        return;
      }
      pause.await(EVERY);
    }
  }

  private Optional<Interruption> look(Instant now) throws InterruptedException {
    List<NoticeSource> sources =
        cloud.map(List::of).orElseGet(() -> Arrays.asList(NoticeSource.values()));
    for (NoticeSource source : sources) {
      Optional<NoticeSource.Look> look = source.look(service, now);
      if (look.isPresent()) {
        cloud = Optional.of(source);
        return look.get().interruption();
      }
    }
    return Optional.empty();
  }

  private void interrupt(Interruption notice)
      throws BrokerAwayException, RefusedException, InterruptedException {
    leases.interrupt(notice);
    leaseBell.ring();
    for (LeaseRun run : leases.unsettled()) {
      if (!told.contains(run.leaseId())) {
        tell(broker, run, notice);
        told.add(run.leaseId());
      }
    }
  }

  static void tell(BrokerCalls broker, LeaseRun run, Interruption notice)
      throws BrokerAwayException, RefusedException, InterruptedException {
    try {
      broker.reclaim(
          run.leaseId(), new LeaseReport.Reclaim(run.generation(), notice.at(), notice.what()));
      LOG.warning("Lease %s: %s".formatted(run.leaseId(), notice.reason()));
    } catch (RefusedException e) {
      if (!e.refusal().endsTheLease()) {
        throw e;
      }
    }
  }
}
