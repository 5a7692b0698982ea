package io.tradewind.server.demo;

import io.tradewind.api.ProviderId;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.start.BrokerStarted;
import io.tradewind.server.workload.Submissions;
import io.tradewind.server.workload.WorkloadView;
import io.tradewind.server.workload.WorkloadViews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Routes one small example workload to this machine on the first start, and shows on the console
 * what came of it.
 */
@ApplicationScoped
class FirstStart {
  private static final Logger LOG = Logger.getLogger(FirstStart.class);
  private static final ProviderId LOCAL = new ProviderId("local");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SCRIPT =
      """
      echo "Hello from $(hostname), $(nproc) processors"
      awk 'BEGIN { for (i = 1; i <= 3000000; i++) s += 1 / (i * i); printf "pi is about %.6f\\n", sqrt(6 * s) }'
      echo "done"
      """;

  private final TradewindConfig config;
  private final LiveMarket market;
  private final Database database;
  private final Submissions submissions;
  private final WorkloadViews views;
  private final DemoReport report;
  private final Clock clock;

  FirstStart(
      TradewindConfig config,
      LiveMarket market,
      Database database,
      Submissions submissions,
      WorkloadViews views,
      DemoReport report,
      Clock clock) {
    this.config = config;
    this.market = market;
    this.database = database;
    this.submissions = submissions;
    this.views = views;
    this.report = report;
    this.clock = clock;
  }

  void run(@ObservesAsync BrokerStarted started) {
    if (!config.demo() || !config.local().site() || hasWorkloads()) {
      return;
    }
    Thread thread = new Thread(() -> demonstrate(started), "demo");
    thread.setDaemon(true);
    thread.start();
  }

  private boolean hasWorkloads() {
    return database.blocking(
            session ->
                session
                    .createQuery("select count(*) from WorkloadEntity", Long.class)
                    .getSingleResult())
        > 0;
  }

  private void demonstrate(BrokerStarted started) {
    try {
      report.say(
          "The first start: a small example workload is routed to this machine (-Ddemo=false skips it).");
      if (!await(this::machineIsOnSale)) {
        LOG.warn(
            "The example is skipped: this machine did not enrol in time. Its agent's log is in the home folder.");
        return;
      }
      Submissions.Owner owner =
          new Submissions.Owner("owner", Tenants.DEFAULT_ORGANIZATION, Tenants.DEFAULT_PROJECT);
      UUID id =
          Database.await(submissions.submit(owner, workload(), "first-start", Optional.empty()))
              .workload();
      await(() -> view(id).endedAt() != null);
      report.show(view(id), started.address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private WorkloadView view(UUID id) {
    return Database.await(views.one(Tenants.DEFAULT_ORGANIZATION, id));
  }

  private boolean machineIsOnSale() {
    return market.isSettled()
        && market.market().stream()
            .anyMatch(
                offer -> offer.provider().equals(LOCAL) && offer.availability().state().mayStart());
  }

  private boolean await(BooleanSupplier condition) throws InterruptedException {
    Instant end = clock.instant().plus(PATIENCE);
    while (clock.instant().isBefore(end)) {
      if (condition.getAsBoolean()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return false;
  }

  private static Map<String, Object> workload() {
    return Map.of(
        "name", "hello",
        "resources", Map.of("cpus", "1+"),
        "run", SCRIPT,
        "placement", Map.of("providers", Map.of("allow", List.of(LOCAL.value()))),
        "limits", Map.of("max_duration", "10m"));
  }
}
