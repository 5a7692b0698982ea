package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.market.Snapshot;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes sure of a price before it is committed to: what is stale is asked for again, and a price
 * that has risen by more than the tolerance since it was shown is asked about, not taken.
 */
@ApplicationScoped
class Quotes {
  /** The request header by which a client says what it was shown. */
  static final String AGREED_PRICE = "Tradewind-Agreed-Price";

  private final Placements placements;
  private final FeedPoller feeds;
  private final BigDecimal tolerancePercent;

  Quotes(Placements placements, FeedPoller feeds, TradewindConfig config) {
    this.placements = placements;
    this.feeds = feeds;
    tolerancePercent = BigDecimal.valueOf(config.truth().tolerancePercent());
  }

  /**
   * A decision that rests on no stale price.
   *
   * @param agreed what an hour of all nodes may cost; where empty, what the market showed before
   *     its feeds were asked again
   * @throws ProblemException 409 where the price has moved
   */
  Uni<Placement> firm(Asker asker, Workload workload, Optional<Money> agreed) {
    Placement shown = placements.match(asker, workload, Scope.LEASABLE);
    Set<ProviderId> stale = staleFeeds(shown);
    if (stale.isEmpty()) {
      return Uni.createFrom().item(() -> checked(shown, agreed));
    }
    Optional<Money> limit = agreed.or(() -> shown.choice().map(Quotes::perHour));
    return Uni.createFrom()
        .completionStage(() -> feeds.requote(stale))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(done -> checked(placements.matchCurrent(asker, workload, Scope.LEASABLE), limit));
  }

  private static Set<ProviderId> staleFeeds(Placement placement) {
    return Stream.concat(placement.choice().stream(), placement.runnersUp().stream())
        .filter(it -> !Snapshot.isCurrent(it.offer(), placement.decidedAt()))
        .map(Candidate::feed)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Placement checked(Placement placement, Optional<Money> limit) {
    if (limit.isPresent() && placement.choice().isPresent()) {
      check(placement.choice().get(), limit.get());
    }
    return placement;
  }

  private void check(Candidate choice, Money shown) {
    Money now = perHour(choice);
    if (!now.currency().equals(shown.currency())) {
      throw moved(choice, shown, "it is in another currency");
    }
    BigDecimal factor = BigDecimal.ONE.add(tolerancePercent.movePointLeft(2));
    if (now.amount().compareTo(shown.amount().multiply(factor)) > 0) {
      BigDecimal percent =
          now.amount()
              .subtract(shown.amount())
              .multiply(BigDecimal.valueOf(100))
              .divide(shown.amount(), 1, RoundingMode.HALF_EVEN);
      throw moved(choice, shown, "%s %% more".formatted(percent.toPlainString()));
    }
  }

  private static ProblemException moved(Candidate choice, Money shown, String how) {
    Money now = perHour(choice);
    String message =
        "The price moved: an hour was %s and is %s now (%s), on %s in %s."
            .formatted(
                shown, now, how, choice.offer().instanceType().name(), choice.offer().region());
    String advice = "To accept it, send the header %s: %s".formatted(AGREED_PRICE, now);
    return new ProblemException(
        409,
        "price_moved",
        message + " Nothing was started. " + advice,
        List.of(new FieldProblem(AGREED_PRICE, message, advice)));
  }

  private static Money perHour(Candidate candidate) {
    return candidate.pricePerHour().perHour();
  }

  /** Reads the header. */
  static Optional<Money> agreed(@org.jspecify.annotations.Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      Money agreed = Money.parse(text.strip());
      if (agreed.isPositive()) {
        return Optional.of(agreed);
      }
    } catch (IllegalArgumentException e) {
      throw bad(text);
    }
    throw bad(text);
  }

  private static ProblemException bad(String text) {
    String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
    return ProblemException.field(
        AGREED_PRICE,
        "%s is '%s', which is no price.".formatted(AGREED_PRICE, shown),
        "Write what an hour may cost, such as 23.92 USD.");
  }
}
