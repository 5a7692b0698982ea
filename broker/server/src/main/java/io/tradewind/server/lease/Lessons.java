package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.server.market.LiveMarket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** What a start, or its failure, says of its pool. */
@ApplicationScoped
class Lessons {
  private final Launches launches;
  private final LiveMarket market;

  Lessons(Launches launches, LiveMarket market) {
    this.launches = launches;
    this.market = market;
  }

  /** A row to write with the change that it follows from. */
  @FunctionalInterface
  interface Lesson {
    Lesson NONE = now -> session -> Uni.createFrom().voidItem();

    Function<Mutiny.Session, Uni<Void>> at(Instant now);
  }

  Lesson of(Offer offer, Evidence evidence) {
    return now -> session -> launches.remember(session, offer, evidence, now);
  }

  /** Nothing once the lease's offer has left the market. */
  Lesson of(LeaseEntity lease, Evidence evidence) {
    Optional<Offer> offer = market.market().find(new OfferId(lease.offer));
    return offer.map(it -> of(it, evidence)).orElse(Lesson.NONE);
  }
}
