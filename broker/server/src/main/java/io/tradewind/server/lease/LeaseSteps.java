package io.tradewind.server.lease;

import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.pricing.Money;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.event.Signals;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.lease.LeaseHolds.Hold;
import io.tradewind.server.lease.LeaseHolds.Outcome;
import io.tradewind.server.lease.Lessons.Lesson;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.Snapshot;
import io.tradewind.server.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One step of one lease: look at the row, talk to the provider outside any transaction, apply the
 * result under the hold. Every step may be cut off anywhere and taken again.
 */
@ApplicationScoped
class LeaseSteps {
  private static final Logger LOG = Logger.getLogger(LeaseSteps.class);

  private final LeaseHolds holds;
  private final LeaseSequels sequels;
  private final LeaseLimits limits;
  private final Gangs gangs;
  private final Races races;
  private final Hedges hedges;
  private final Releases releases;
  private final Machines machines;
  private final Lessons lessons;
  private final LiveMarket market;
  private final FeedPoller feeds;
  private final TradewindConfig config;
  private final Signals signals;
  private final Traces traces;
  private final Clock clock;

  LeaseSteps(
      LeaseHolds holds,
      LeaseSequels sequels,
      LeaseLimits limits,
      Gangs gangs,
      Races races,
      Hedges hedges,
      Releases releases,
      Machines machines,
      Lessons lessons,
      LiveMarket market,
      FeedPoller feeds,
      TradewindConfig config,
      Signals signals,
      Traces traces,
      Clock clock) {
    this.holds = holds;
    this.sequels = sequels;
    this.limits = limits;
    this.gangs = gangs;
    this.races = races;
    this.hedges = hedges;
    this.releases = releases;
    this.machines = machines;
    this.lessons = lessons;
    this.market = market;
    this.feeds = feeds;
    this.config = config;
    this.signals = signals;
    this.traces = traces;
    this.clock = clock;
  }

  void take(Hold hold) {
    LeaseEntity lease = holds.load(hold.lease());
    try (Traces.Part part = traced(lease)) {
      try {
        step(hold, lease);
      } catch (ProviderException e) {
        part.failed(e);
        failed(hold, lease, e);
      }
    }
    signals.changed(lease.workload);
  }

  /** A lease that runs is looked at again and again; that is no part of its workload's trace. */
  private Traces.Part traced(LeaseEntity lease) {
    boolean ending = lease.stopReason() != null;
    return lease.state() == LeaseState.ACTIVE && !ending
        ? Traces.Part.NONE
        : traces.part(
            lease.traceparent,
            ending ? "lease end" : "lease start",
            Map.of(
                "tradewind.lease", lease.id.toString(),
                "tradewind.lease.state", lease.state().wireName(),
                "tradewind.provider", lease.provider,
                "tradewind.region", lease.region,
                "tradewind.instance_type", lease.instanceType));
  }

  private void step(Hold hold, LeaseEntity lease) throws ProviderException {
    boolean ending = lease.stopReason() != null;
    switch (lease.state()) {
      case REQUESTED, PROVISIONING, ACTIVE -> {
        if (ending) {
          reclaim(hold, lease);
        } else {
          goOn(hold, lease);
        }
      }
      case RECLAIMING -> end(hold, lease);
      case CLOSED -> LOG.debugf("Lease %s is closed already.", lease.id);
    }
  }

  private void goOn(Hold hold, LeaseEntity lease) throws ProviderException {
    Optional<String> broken = gangs.broken(lease);
    Optional<String> lost = races.lost(lease, clock.instant());
    if (broken.isPresent()) {
      stop(hold, CloseReason.PEER_ENDED, broken.get());
    } else if (lost.isPresent()) {
      stop(hold, CloseReason.HEDGE_LOST, lost.get());
    } else if (!hedges.consider(hold, lease)) {
      dropped(hold);
    } else if (lease.state() == LeaseState.ACTIVE) {
      watch(hold, lease);
    } else if (clock.instant().isAfter(lease.requestedAt.plus(config.lease().startTimeout()))) {
      stop(hold, CloseReason.START_TIMEOUT, tooSlow(lease), neverCalled(lease));
    } else if (lease.state() == LeaseState.REQUESTED) {
      start(hold, lease);
    } else {
      awaitStart(hold, lease);
    }
  }

  private String tooSlow(LeaseEntity lease) {
    String why = "The workload did not start within " + config.lease().startTimeout() + ".";
    return lease.detail == null ? why : why + " " + lease.detail;
  }

  /** A machine of its own that nobody ever spoke for may be one that never was. */
  private Lesson neverCalled(LeaseEntity lease) {
    boolean silent = lease.nativeId != null && lease.phase == null && machines.boots(lease);
    return silent ? lessons.of(lease, Evidence.UNCLEAR) : Lesson.NONE;
  }

  private void start(Hold hold, LeaseEntity lease) throws ProviderException {
    if (lease.bid == null) {
      startOnTheMarket(hold, lease);
      return;
    }
    // Its place was given in the transaction that accepted the bid, and its price with it.
    Optional<Instance> place = machines.find(lease);
    if (place.isPresent()) {
      started(hold, place.get(), Lesson.NONE);
    } else {
      stop(hold, CloseReason.MACHINE_LOST, "The site gave its place up before the start.");
    }
  }

  private void startOnTheMarket(Hold hold, LeaseEntity lease) throws ProviderException {
    Optional<Offer> offer = market.market().find(new OfferId(lease.offer));
    if (offer.isEmpty() && !market.isSettled()) {
      postponed(hold, Pauses.STARTING);
    } else if (offer.isEmpty()) {
      stop(hold, CloseReason.OFFER_GONE, "The offer left the market before the start.");
    } else if (!Snapshot.isCurrent(offer.get(), clock.instant())) {
      requote(hold, lease, offer.get());
    } else if (isDearer(offer.get().price().perHour(), lease.hourlyRate().perHour())) {
      stop(hold, CloseReason.OFFER_GONE, dearer(offer.get(), lease));
    } else if (holds.isFresh(hold)) {
      Instance instance = machines.start(lease, offer.get());
      started(hold, instance, lessons.of(offer.get(), Evidence.STARTED));
    } else {
      LOG.warnf("The hold on lease %s is too old to start its machine under it.", lease.id);
      postponed(hold, Duration.ZERO);
    }
  }

  /** An old price is not used before its feed has been asked again. */
  private void requote(Hold hold, LeaseEntity lease, Offer offer) {
    ProviderId feed = new ProviderId(lease.feed);
    boolean asked =
        feeds.lastAttempt(feed).filter(at -> !at.isBefore(lease.requestedAt)).isPresent();
    if (asked) {
      stop(
          hold,
          CloseReason.OFFER_GONE,
          "The price was seen at %s, and %s did not confirm it."
              .formatted(offer.observedAt(), feed));
    } else {
      feeds.refresh(feed);
      postponed(hold, Pauses.STARTING);
    }
  }

  /** A price in another currency than was agreed is none that was agreed. */
  private static boolean isDearer(Money asked, Money agreed) {
    return !asked.currency().equals(agreed.currency()) || asked.compareTo(agreed) > 0;
  }

  private static String dearer(Offer offer, LeaseEntity lease) {
    return "The price rose to %s an hour before the start; %s was agreed."
        .formatted(offer.price().perHour(), lease.hourlyRate().perHour());
  }

  private void started(Hold hold, Instance instance, Lesson lesson) {
    applied(
        hold,
        (row, now) -> {
          if (row.state() == LeaseState.REQUESTED) {
            // Else the agent's report of running came before this note.
            row.become(LeaseState.PROVISIONING);
          }
          row.nativeId = instance.nativeId();
          row.tries = 0;
          boolean ready = row.releasedAt == null || row.stopReason() != null;
          row.dueAt = ready ? now : now.plus(Pauses.STARTING);
          return Outcome.of(
                  sequels.event(
                      row,
                      now,
                      "lease.provisioning",
                      "%s accepted the lease.".formatted(row.provider)))
              .and(lesson.at(now));
        });
  }

  private void awaitStart(Hold hold, LeaseEntity lease) throws ProviderException {
    if (!machines.exists(lease)) {
      stop(hold, CloseReason.MACHINE_LOST, "The machine is gone before the workload ran.");
    } else if (!(lease.releasedAt == null
        ? releases.advance(hold, lease)
        : releases.remind(hold, lease))) {
      dropped(hold);
    }
  }

  private void watch(Hold hold, LeaseEntity lease) throws ProviderException {
    LeaseLimits.Look look = limits.look(lease);
    Optional<LeaseLimits.Breach> breach = look.breach();
    if (breach.isPresent()) {
      stop(hold, breach.get().reason(), breach.get().detail());
    } else if (!machines.exists(lease)) {
      stop(hold, CloseReason.MACHINE_LOST, "The machine is gone while the workload ran.");
    } else {
      postponed(hold, look.next());
    }
  }

  private void reclaim(Hold hold, LeaseEntity lease) {
    applied(
        hold,
        (row, now) -> {
          row.become(LeaseState.RECLAIMING);
          row.tries = 0;
          row.dueAt = now;
          return Outcome.of(sequels.event(row, now, "lease.reclaiming", sequels.ending(row)));
        });
    gangs.nudge(lease);
  }

  private void end(Hold hold, LeaseEntity lease) throws ProviderException {
    if (isThereStill(lease)) {
      postponed(hold, Pauses.ending(lease.tries));
      return;
    }
    applied(
        hold,
        (row, now) -> {
          row.close(now);
          return sequels.closed(row, now);
        });
  }

  /**
   * Whom the provider did not let in at the start has nothing there to end. Should an earlier try
   * have been heard after all, {@link OrphanSweep} ends what it made as soon as it is let in.
   */
  private boolean isThereStill(LeaseEntity lease) throws ProviderException {
    try {
      machines.stop(lease);
      return machines.exists(lease);
    } catch (ProviderException e) {
      boolean neverLetIn =
          lease.nativeId == null && lease.stopReason() == CloseReason.CREDENTIALS_REFUSED;
      if (e.fault() == Fault.CREDENTIALS_REFUSED && neverLetIn) {
        return false;
      }
      throw e;
    }
  }

  private void stop(Hold hold, CloseReason reason, @Nullable String why) {
    stop(hold, reason, why, Lesson.NONE);
  }

  private void stop(Hold hold, CloseReason reason, @Nullable String why, Lesson lesson) {
    applied(
        hold,
        (row, now) -> {
          row.stop(reason, why, now);
          return Outcome.of().and(lesson.at(now));
        });
  }

  private void failed(Hold hold, LeaseEntity lease, ProviderException failure) {
    boolean starting = lease.state() == LeaseState.REQUESTED;
    Optional<CloseReason> reason = starting ? closing(failure.fault()) : Optional.empty();
    if (reason.isPresent()) {
      stop(
          hold,
          reason.get(),
          failure.getMessage(),
          lessons.of(lease, Evidence.of(failure.fault())));
      return;
    }
    Lesson lesson = starting ? lessons.of(lease, Evidence.of(failure.fault())) : Lesson.NONE;
    LOG.warnf("Lease %s waits for %s: %s", lease.id, lease.feed, failure.getMessage());
    applied(
        hold,
        (row, now) -> {
          Lesson told = row.tries == 0 ? lesson : Lesson.NONE;
          row.tries++;
          if (row.stopReason() == null) {
            row.detail = failure.getMessage();
          }
          row.dueAt = now.plus(Pauses.after(row, failure));
          return Outcome.of().and(told.at(now));
        });
  }

  /**
   * The faults that end an attempt; the others are waited out. A machine that must be ended is
   * never given up on.
   */
  private static Optional<CloseReason> closing(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> Optional.of(CloseReason.NO_CAPACITY);
      case QUOTA_EXCEEDED -> Optional.of(CloseReason.QUOTA_EXCEEDED);
      case CREDENTIALS_REFUSED -> Optional.of(CloseReason.CREDENTIALS_REFUSED);
      case UNEXPECTED -> Optional.of(CloseReason.PROVIDER_ERROR);
      case THROTTLED, UNREACHABLE -> Optional.empty();
    };
  }

  private void applied(Hold hold, BiFunction<LeaseEntity, Instant, Outcome> change) {
    if (!holds.apply(hold, change)) {
      dropped(hold);
    }
  }

  private void postponed(Hold hold, Duration delay) {
    if (!holds.postpone(hold, delay)) {
      dropped(hold);
    }
  }

  private static void dropped(Hold hold) {
    LOG.infof("The hold on lease %s had expired; its result is dropped.", hold.lease());
  }
}
