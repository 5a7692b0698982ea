package io.tradewind.server.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.database.Database;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.Submissions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Orders of one organization: asked for, read, withdrawn. Accepting is {@link Acceptances}. */
@ApplicationScoped
class Orders {
  private final Database database;
  private final BidDesk desk;
  private final BidRanking ranking;
  private final SpecReader specs;
  private final ObjectMapper json;
  private final Clock clock;

  Orders(
      Database database,
      BidDesk desk,
      BidRanking ranking,
      SpecReader specs,
      ObjectMapper json,
      Clock clock) {
    this.database = database;
    this.desk = desk;
    this.ranking = ranking;
    this.specs = specs;
    this.json = json;
    this.clock = clock;
  }

  /** Asks every site, and keeps what it answers. */
  Uni<OrderView> place(Submissions.Owner owner, OrderBody body) {
    Bidding.Wanted wanted = body.wanted();
    return desk.sellers(wanted)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(sellers -> desk.answers(owner.organization(), wanted, sellers))
        .chain(answers -> store(owner, body, answers));
  }

  private Uni<OrderView> store(
      Submissions.Owner owner, OrderBody body, List<Bidding.Answer> answers) {
    Instant now = clock.instant();
    OrderEntity order = row(owner, body, now);
    ranking
        .other(owner.organization(), body.workload())
        .ifPresent(candidate -> other(order, candidate));
    List<BidEntity> bids =
        bids(order, answers, positions(owner.organization(), body.workload(), answers), now);
    return database
        .transaction(
            session ->
                session
                    .persist(order)
                    .chain(session::flush)
                    .chain(() -> session.persistAll(bids.toArray())))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(done -> whole(order, bids));
  }

  private OrderEntity row(Submissions.Owner owner, OrderBody body, Instant now) {
    OrderEntity order = new OrderEntity();
    order.id = UUID.randomUUID();
    order.organization = owner.organization();
    order.project = owner.project();
    order.name = body.workload().name().orElse("order-" + order.id.toString().substring(0, 8));
    order.spec = write(body.tree());
    order.quantity = body.quantity();
    order.fromAt = body.from();
    order.hours = body.hours();
    order.bidsUntil = body.bidsUntil();
    order.state = "open";
    order.createdBy = owner.subject();
    order.createdAt = now;
    return order;
  }

  private static void other(OrderEntity order, Candidate candidate) {
    Money price = candidate.pricePerHour().perHour();
    order.otherSeller = candidate.offer().provider().value();
    order.otherPrice = price.amount();
    order.otherCurrency = price.currencyCode();
    order.otherUnit = Bidding.unit(candidate.offer());
    order.otherUnits = (double) Bidding.units(candidate.offer()) * candidate.nodes();
  }

  private List<OfferId> positions(
      UUID organization, Workload workload, List<Bidding.Answer> answers) {
    List<Offer> offers =
        answers.stream().flatMap(it -> it.bid().stream()).map(Bidding.Bid::offer).toList();
    return ranking.first(organization, workload, offers).stream()
        .map(candidate -> candidate.offer().id())
        .toList();
  }

  private static List<BidEntity> bids(
      OrderEntity order, List<Bidding.Answer> answers, List<OfferId> positions, Instant now) {
    List<BidEntity> bids = new ArrayList<>();
    for (Bidding.Answer answer : answers) {
      BidEntity row = new BidEntity();
      row.id = UUID.randomUUID();
      row.organization = order.organization;
      row.order = order.id;
      row.site = answer.site().id().value();
      row.seller = answer.site().region().provider().value();
      row.state = "refused";
      row.why = answer.why().length() <= 600 ? answer.why() : answer.why().substring(0, 599) + "…";
      row.madeAt = now;
      answer.bid().ifPresent(bid -> priced(row, bid, positions));
      bids.add(row);
    }
    return bids;
  }

  private static void priced(BidEntity row, Bidding.Bid bid, List<OfferId> positions) {
    Money price = bid.offer().price().perHour();
    row.state = "standing";
    row.offer = bid.offer().id().value();
    row.unit = bid.unit();
    row.units = bid.units();
    row.quantity = bid.quantity();
    row.price = price.amount();
    row.listPrice = bid.listed().amount();
    row.currency = price.currencyCode();
    int index = positions.indexOf(bid.offer().id());
    row.position = index < 0 ? null : index + 1;
  }

  Uni<OrderView> find(UUID organization, UUID id) {
    return database
        .transaction(
            session ->
                own(session, organization, id)
                    .chain(order -> bids(session, List.of(id)).map(bids -> new Found(order, bids))))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(found -> whole(found.order(), found.bids()));
  }

  private record Found(OrderEntity order, List<BidEntity> bids) {}

  static Uni<OrderEntity> own(Mutiny.Session session, UUID organization, UUID id) {
    return session
        .find(OrderEntity.class, id)
        .invoke(
            order -> {
              if (order == null || !order.organization.equals(organization)) {
                throw ProblemException.notFound("order", id);
              }
            });
  }

  private static Uni<List<BidEntity>> bids(Mutiny.Session session, List<UUID> orders) {
    return session
        .createQuery(
            "from BidEntity where order in :orders order by position nulls last, price, seller",
            BidEntity.class)
        .setParameter("orders", orders)
        .getResultList();
  }

  private OrderView whole(OrderEntity order, List<BidEntity> bids) {
    Instant now = clock.instant();
    boolean open = order.stateAt(now).equals("open");
    return OrderView.of(
        order,
        bids,
        open ? ranking.views(order.organization, specs.stored(order.spec), bids) : List.of(),
        now);
  }

  /** Newest first, without rankings. */
  Uni<Page<OrderView>> list(UUID organization, int limit, @Nullable String cursor) {
    Position from = Position.of(cursor);
    return database.transaction(
        session ->
            session
                .createQuery(
                    "from OrderEntity where organization = :organization and (createdAt < :before"
                        + " or createdAt = :before and id < :id) order by createdAt desc, id desc",
                    OrderEntity.class)
                .setParameter("organization", organization)
                .setParameter("before", from.before())
                .setParameter("id", from.id())
                .setMaxResults(limit)
                .getResultList()
                .chain(rows -> page(session, organization, rows, limit)));
  }

  private record Position(Instant before, UUID id) {
    static Position of(@Nullable String cursor) {
      if (cursor == null || cursor.isEmpty()) {
        return new Position(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1L, -1L));
      }
      List<String> parts = Cursors.decode(cursor, 2);
      try {
        return new Position(Instant.parse(parts.get(0)), UUID.fromString(parts.get(1)));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw Cursors.bad();
      }
    }
  }

  private Uni<Page<OrderView>> page(
      Mutiny.Session session, UUID organization, List<OrderEntity> rows, int limit) {
    OrderEntity last = rows.size() < limit ? null : rows.get(rows.size() - 1);
    String next =
        last == null ? null : Cursors.encode(last.createdAt.toString(), last.id.toString());
    return session
        .createQuery("select count(*) from OrderEntity where organization = :own", Long.class)
        .setParameter("own", organization)
        .getSingleResult()
        .chain(
            total ->
                (rows.isEmpty()
                        ? Uni.createFrom().item(List.<BidEntity>of())
                        : bids(session, rows.stream().map(row -> row.id).toList()))
                    .map(bids -> new Page<>(views(rows, bids), next, total)));
  }

  private List<OrderView> views(List<OrderEntity> rows, List<BidEntity> bids) {
    Instant now = clock.instant();
    return rows.stream()
        .map(
            row ->
                OrderView.of(
                    row,
                    bids.stream().filter(bid -> bid.order.equals(row.id)).toList(),
                    List.of(),
                    now))
        .toList();
  }

  /** Bids for it count no more. What runs under them goes on. Repeating it changes nothing. */
  Uni<Void> cancel(UUID organization, UUID id) {
    return database.transaction(
        session ->
            own(session, organization, id)
                .chain(() -> session.find(OrderEntity.class, id, LockModeType.PESSIMISTIC_WRITE))
                .invoke(
                    order -> {
                      if (order.state.equals("open")) {
                        order.state = "cancelled";
                      }
                    })
                .replaceWithVoid());
  }

  private String write(Map<String, Object> tree) {
    try {
      return json.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A workload's file cannot be written as JSON.", e);
    }
  }
}
