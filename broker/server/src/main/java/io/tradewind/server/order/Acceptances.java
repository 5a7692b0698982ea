package io.tradewind.server.order;

import static io.tradewind.server.database.Scope.BROKER;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Offer;
import io.tradewind.api.SiteId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Rejection;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.agent.SiteBook;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.Signals;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Validators;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.Drafts;
import io.tradewind.server.workload.NamedSecrets;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.Submissions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Accepting a bid: workloads, leases at its price, and their places on the site, in one
 * transaction. A bid is accepted once; whoever repeats it is told what came of it.
 */
@ApplicationScoped
class Acceptances {
  private final Database database;
  private final BidDesk desk;
  private final BidRanking ranking;
  private final Placements placements;
  private final Submissions submissions;
  private final Drafts drafting;
  private final NamedSecrets secrets;
  private final Validators validators;
  private final SiteBook sites;
  private final SpecReader specs;
  private final Signals signals;
  private final FeedPoller feeds;
  private final Clock clock;

  Acceptances(
      Database database,
      BidDesk desk,
      BidRanking ranking,
      Placements placements,
      Submissions submissions,
      Drafts drafting,
      NamedSecrets secrets,
      Validators validators,
      SiteBook sites,
      SpecReader specs,
      Signals signals,
      FeedPoller feeds,
      Clock clock) {
    this.database = database;
    this.desk = desk;
    this.ranking = ranking;
    this.placements = placements;
    this.submissions = submissions;
    this.drafting = drafting;
    this.secrets = secrets;
    this.validators = validators;
    this.sites = sites;
    this.specs = specs;
    this.signals = signals;
    this.feeds = feeds;
    this.clock = clock;
  }

  private record Agreed(OrderEntity order, BidEntity bid, int quantity) {}

  /** What is to be written, with the shape of one place of it. */
  private record Work(Agreed agreed, List<Drafts.Draft> drafts, Candidate choice) {
    InstanceType shape() {
      return choice.offer().instanceType();
    }

    List<LeaseEntity> leases() {
      return drafts.stream().flatMap(draft -> draft.leases().stream()).toList();
    }
  }

  /**
   * @param wanted how many; all that the bid has room for, and that are still wanted, without it
   * @throws ProblemException 409 where the room has gone meanwhile, or the order is over
   */
  Uni<Void> accept(Submissions.Owner owner, UUID order, UUID bid, OptionalInt wanted) {
    return database
        .transaction(session -> read(session, owner.organization(), order, bid, wanted))
        .chain(
            agreed ->
                agreed.bid().state.equals("accepted")
                    ? Uni.createFrom().voidItem()
                    : take(owner, agreed));
  }

  private Uni<Agreed> read(
      Mutiny.Session session, UUID organization, UUID order, UUID bid, OptionalInt wanted) {
    return Orders.own(session, organization, order)
        .chain(
            row ->
                session
                    .find(BidEntity.class, bid)
                    .map(
                        found -> {
                          if (found == null || !found.order.equals(order)) {
                            throw ProblemException.notFound("bid", bid);
                          }
                          return checked(row, found, wanted);
                        }));
  }

  private Agreed checked(OrderEntity order, BidEntity bid, OptionalInt wanted) {
    if (bid.state.equals("accepted")) {
      return new Agreed(order, bid, 0);
    }
    Instant now = clock.instant();
    if (!order.stateAt(now).equals("open")) {
      throw new ProblemException(
          409, "order_over", "The order is %s. Place a new one.".formatted(order.stateAt(now)));
    }
    if (now.isBefore(order.fromAt)) {
      throw new ProblemException(
          409,
          "order_early",
          "What is accepted begins at once, and the order is from %s on.".formatted(order.fromAt));
    }
    if (bid.state.equals("refused")) {
      throw new ProblemException(409, "no_bid", "The site bid nothing: " + bid.why);
    }
    int most = Math.min(bid.quantity, order.quantity - order.accepted);
    int quantity = wanted.orElse(most);
    if (quantity < 1 || quantity > most) {
      throw ProblemException.field(
          "quantity",
          "%d of the bid's %d can be taken.".formatted(most, bid.quantity),
          "Write 1 to %d, or leave it out.".formatted(most));
    }
    return new Agreed(order, bid, quantity);
  }

  private Uni<Void> take(Submissions.Owner owner, Agreed agreed) {
    Workload workload = specs.stored(agreed.order().spec);
    return secrets
        .require(owner.organization(), workload, "workload.")
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(done -> work(owner, workload, agreed))
        .call(work -> validate(owner, work))
        .chain(
            work ->
                database
                    // The site is another's: its room is counted in the broker's name.
                    .transaction(BROKER, session -> write(session, work))
                    .invoke(
                        told -> {
                          submissions.wake();
                          told.forEach(signals::changed);
                          feeds.refresh(Bidding.FEED);
                        }))
        .replaceWithVoid();
  }

  private Uni<Void> validate(Submissions.Owner owner, Work work) {
    Map<String, Object> file = specs.tree(work.agreed().order().spec);
    return validators.require(
        owner.asker(),
        owner.subject(),
        List.of(new Validators.Wish(file, Optional.of(work.choice()))));
  }

  private Work work(Submissions.Owner owner, Workload workload, Agreed agreed) {
    Placement placement = placement(owner.organization(), workload, agreed.bid());
    Instant now = clock.instant();
    List<Drafts.Draft> drafts = new ArrayList<>();
    for (int i = 0; i < agreed.quantity(); i++) {
      Map<String, Object> file = new LinkedHashMap<>(specs.tree(agreed.order().spec));
      if (agreed.order().quantity > 1) {
        file.put("name", "%s-%d".formatted(agreed.order().name, agreed.order().accepted + i + 1));
      }
      Drafts.Decided decided =
          new Drafts.Decided(UUID.randomUUID(), specs.read(file), file, placement);
      drafts.add(drafting.firm(owner, decided, agreed.bid().id, now));
    }
    return new Work(agreed, drafts, placement.choice().orElseThrow());
  }

  /** The bid has to do still: what the workload demands holds whoever sells. */
  private Placement placement(UUID organization, Workload workload, BidEntity bid) {
    List<Offer> offer = ranking.offer(bid).stream().toList();
    Conditions conditions = placements.conditions(organization, workload);
    Placement placement =
        placements.match(
            workload, desk.blank().with(Bidding.FEED, offer), conditions, Scope.LEASABLE);
    if (placement.outcome() != Outcome.PLACED) {
      throw gone(
          placement.rejections().stream().map(Rejection::text).collect(Collectors.joining("; ")));
    }
    return placement.noting("The bid of %s was accepted: %s".formatted(bid.seller, bid.why));
  }

  private Uni<List<UUID>> write(Mutiny.Session session, Work work) {
    Agreed agreed = work.agreed();
    Instant now = clock.instant();
    return session
        .find(OrderEntity.class, agreed.order().id, LockModeType.PESSIMISTIC_WRITE)
        .chain(
            order ->
                session
                    .find(BidEntity.class, agreed.bid().id, LockModeType.PESSIMISTIC_WRITE)
                    .invoke(bid -> settle(order, bid, work, now)))
        .chain(() -> submissions.write(session, work.drafts(), now))
        .chain(session::flush)
        .chain(
            () -> sites.assign(session, new SiteId(agreed.bid().site), work.leases(), work.shape()))
        .invoke(
            told -> {
              if (told.size() < work.leases().size()) {
                throw gone("");
              }
            });
  }

  /** Under the locks of both rows: another request may have come first. */
  private void settle(OrderEntity order, BidEntity bid, Work work, Instant now) {
    checked(order, bid, OptionalInt.of(work.agreed().quantity()));
    if (bid.state.equals("accepted")) {
      throw new ProblemException(
          409, "bid_accepted", "The bid was accepted meanwhile. Read the order again.");
    }
    order.accepted += work.agreed().quantity();
    if (order.accepted == order.quantity) {
      order.state = "filled";
    }
    bid.state = "accepted";
    bid.acceptedAt = now;
    bid.workloads =
        work.drafts().stream()
            .map(draft -> draft.workload().id.toString())
            .collect(Collectors.joining(" "));
  }

  private static ProblemException gone(@Nullable String why) {
    return new ProblemException(
        409,
        "capacity_gone",
        "The capacity of this bid has gone meanwhile%s. Nothing was started; accept another bid."
            .formatted(why == null || why.isEmpty() ? "" : ": " + why));
  }
}
