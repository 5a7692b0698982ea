package io.tradewind.server.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Offer;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Scope;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.market.MarketChanged;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.workload.SpecReader;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Judges every alert when the market has changed, on one thread. Changes during a round are judged
 * together in the next one.
 */
@ApplicationScoped
class AlertWatch {
  private static final Logger LOG = Logger.getLogger(AlertWatch.class);

  /** Before the database pool is closed. */
  private static final int EARLY = 1_500;

  private static final UUID FIRST = new UUID(0, 0);

  private final AlertStore store;
  private final Placements placements;
  private final SpecReader specs;
  private final AlertCourier courier;
  private final Signals signals;
  private final ObjectMapper json;
  private final Clock clock;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(AlertWatch::named);

  AlertWatch(
      AlertStore store,
      Placements placements,
      SpecReader specs,
      AlertCourier courier,
      Signals signals,
      ObjectMapper json,
      Clock clock) {
    this.store = store;
    this.placements = placements;
    this.specs = specs;
    this.courier = courier;
    this.signals = signals;
    this.json = json;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    look();
  }

  void changed(@Observes MarketChanged change) {
    look();
  }

  void stop(@Observes @Priority(EARLY) ShutdownEvent event) {
    thread.shutdownNow();
  }

  /** Judges all alerts soon. Returns at once. */
  void look() {
    if (waiting.compareAndSet(false, true)) {
      try {
        thread.execute(this::judgeAll);
      } catch (RejectedExecutionException e) {
        LOG.debug("Alerts are not judged: the broker is stopping.");
      }
    }
  }

  /** The cheapest offer that would do now. */
  Optional<Candidate> cheapest(Alert alert) {
    return placements
        .match(Asker.watching(alert.organization()), specs.stored(alert.spec()), Scope.VISIBLE)
        .choice();
  }

  private void judgeAll() {
    waiting.set(false);
    try {
      List<Alert> batch = Database.await(store.after(FIRST));
      while (!batch.isEmpty()) {
        batch.forEach(this::judge);
        batch = Database.await(store.after(batch.get(batch.size() - 1).id()));
      }
    } catch (RuntimeException e) {
      LOG.warnf("The alerts are not judged until the market changes again: %s", e.getMessage());
    }
  }

  private void judge(Alert alert) {
    Instant now = clock.instant();
    Optional<Candidate> cheapest = cheapest(alert);
    Optional<Money> price = cheapest.map(it -> it.comparedPricePerHour().perHour());
    AlertState next = alert.state().after(price, alert.under(), alert.firedAt(), now);
    if (next == alert.state()) {
      return;
    }
    switch (next) {
      case ARMED -> Database.await(store.rearm(alert));
      case FIRED -> fire(alert, cheapest.orElseThrow(), now);
    }
  }

  private void fire(Alert alert, Candidate candidate, Instant now) {
    Offer offer = candidate.offer();
    String sentence =
        "%s: %s at %s in %s costs %s an hour."
            .formatted(
                alert.name(),
                offer.instanceType().name(),
                offer.provider(),
                offer.region().name(),
                candidate.pricePerHour().perHour());
    if (Database.await(store.fire(alert.id(), now, sentence, body(alert, candidate, now)))) {
      signals.changed(alert.organization());
      courier.wake();
    }
  }

  private String body(Alert alert, Candidate candidate, Instant now) {
    Offer offer = candidate.offer();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", offer.id().value());
    told.put("provider", offer.provider().value());
    told.put("region", offer.region().name());
    told.put("zone", offer.zone().orElse(null));
    told.put("instanceType", offer.instanceType().name());
    told.put("accelerator", offer.accelerators().map(set -> set.model().name()).orElse(null));
    told.put("count", offer.accelerators().map(AcceleratorSet::count).orElse(null));
    told.put("capacityType", offer.capacityType().wireName());
    told.put("observedAt", offer.observedAt().toString());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "alert.fired");
    body.put("alert", Map.of("id", alert.id().toString(), "name", alert.name()));
    body.put("at", now.toString());
    body.put("under", MoneyView.of(alert.under()));
    body.put("pricePerHour", MoneyView.of(candidate.pricePerHour().perHour()));
    candidate
        .conversion()
        .ifPresent(it -> body.put("comparedPricePerHour", MoneyView.of(it.compared().perHour())));
    body.put("nodes", candidate.nodes());
    body.put("leasable", candidate.leasable());
    body.put("offer", told);
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An alert cannot be written as JSON.", e);
    }
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "alert-watch");
    thread.setDaemon(true);
    return thread;
  }
}
