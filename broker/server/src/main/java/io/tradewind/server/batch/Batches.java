package io.tradewind.server.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.plan.Plan;
import io.tradewind.matcher.plan.Planned;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.agent.Hashes;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.database.Database;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.market.Snapshot;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.policy.Validators;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.workload.Drafts;
import io.tradewind.server.workload.NamedSecrets;
import io.tradewind.server.workload.Submissions;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans many workloads at once, and carries a plan out: all of it is written, or nothing. */
@ApplicationScoped
class Batches {
  private static final int LONGEST_KEY = 255;

  private final Database database;
  private final Placements placements;
  private final Submissions submissions;
  private final Drafts drafting;
  private final NamedSecrets secrets;
  private final Validators validators;
  private final FeedPoller feeds;
  private final BatchViews views;
  private final ObjectMapper json;
  private final Clock clock;
  private final BigDecimal tolerancePercent;

  Batches(
      Database database,
      Placements placements,
      Submissions submissions,
      Drafts drafting,
      NamedSecrets secrets,
      Validators validators,
      FeedPoller feeds,
      BatchViews views,
      ObjectMapper json,
      TradewindConfig config,
      Clock clock) {
    this.database = database;
    this.placements = placements;
    this.submissions = submissions;
    this.drafting = drafting;
    this.secrets = secrets;
    this.validators = validators;
    this.feeds = feeds;
    this.views = views;
    this.json = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    this.clock = clock;
    tolerancePercent = BigDecimal.valueOf(config.truth().tolerancePercent());
  }

  /**
   * @param created false when an earlier request with the same key was found
   */
  record Submitted(BatchView batch, boolean created) {}

  BatchView preview(Asker asker, BatchBody body, Scope scope) {
    Placements.Planning planning = placements.plan(asker, body.items(), body.caps(), scope);
    return views.view(Optional.empty(), planning, List.of());
  }

  /**
   * @param tree the whole body, by which a repeated request is known
   * @throws ProblemException 409 for a key that was used for another batch, or when prices have
   *     risen beyond the tolerance while they were asked for again
   */
  Uni<Submitted> submit(
      Submissions.Owner owner, BatchBody body, Map<String, Object> tree, @Nullable String key) {
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      throw ProblemException.field(
          "Idempotency-Key",
          "The key has %d characters.".formatted(key.length()),
          "Use 1 to 255 characters, such as a UUID.");
    }
    String digest = Hashes.sha256(write(tree));
    return known(owner, key, digest)
        .chain(
            known ->
                known.isPresent()
                    ? Uni.createFrom().item(new Submitted(known.get(), false))
                    : requireSecrets(owner, body)
                        .chain(() -> firm(owner.asker(), body))
                        .call(planning -> validate(owner, body, planning))
                        .chain(planning -> create(owner, body, planning, key, digest)));
  }

  private Uni<Void> validate(
      Submissions.Owner owner, BatchBody body, Placements.Planning planning) {
    List<Validators.Wish> wishes = new ArrayList<>();
    for (int i = 0; i < body.items().size(); i++) {
      wishes.add(
          new Validators.Wish(body.trees().get(i), planning.plan().workloads().get(i).chosen()));
    }
    return validators.require(owner.asker(), owner.subject(), wishes);
  }

  Uni<BatchView> find(UUID organization, UUID id) {
    return database
        .transaction(session -> session.find(BatchEntity.class, id))
        .map(
            row -> {
              if (row == null || !row.organization.equals(organization)) {
                throw ProblemException.notFound("batch", id);
              }
              return read(row);
            });
  }

  private Uni<Void> requireSecrets(Submissions.Owner owner, BatchBody body) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (int i = 0; i < body.items().size(); i++) {
      Workload workload = body.items().get(i).workload();
      String field = "workloads[%d].".formatted(i);
      if (!workload.secrets().isEmpty()) {
        all = all.chain(() -> secrets.require(owner.organization(), workload, field));
      }
    }
    return all;
  }

  /** A plan that rests on no stale price. */
  private Uni<Placements.Planning> firm(Asker asker, BatchBody body) {
    return Uni.createFrom()
        .item(() -> placements.plan(asker, body.items(), body.caps(), Scope.LEASABLE))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(shown -> staleFeeds(shown).isEmpty() ? same(shown) : asked(asker, body, shown));
  }

  private static Uni<Placements.Planning> same(Placements.Planning shown) {
    return Uni.createFrom().item(shown);
  }

  private Uni<Placements.Planning> asked(Asker asker, BatchBody body, Placements.Planning shown) {
    return Uni.createFrom()
        .completionStage(() -> feeds.requote(staleFeeds(shown)))
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(
            done ->
                checked(placements.planCurrent(asker, body.items(), body.caps()), shown.plan()));
  }

  private static Set<ProviderId> staleFeeds(Placements.Planning planning) {
    return planning.plan().workloads().stream()
        .flatMap(it -> it.chosen().stream())
        .filter(it -> !Snapshot.isCurrent(it.offer(), planning.conditions().now()))
        .map(Candidate::feed)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Placements.Planning checked(Placements.Planning now, Plan shown) {
    BigDecimal factor = BigDecimal.ONE.add(tolerancePercent.movePointLeft(2));
    boolean dearer =
        now.plan().cost().amount().compareTo(shown.cost().amount().multiply(factor)) > 0;
    if (dearer || now.plan().placed() < shown.placed()) {
      throw new ProblemException(
          409,
          "price_moved",
          ("The market moved: %d workloads for %s are now %d for %s. Nothing was started. Look at"
                  + " a dry run, and send the batch again.")
              .formatted(shown.placed(), shown.cost(), now.plan().placed(), now.plan().cost()));
    }
    return now;
  }

  private Uni<Submitted> create(
      Submissions.Owner owner,
      BatchBody body,
      Placements.Planning planning,
      @Nullable String key,
      String digest) {
    Instant now = clock.instant();
    List<UUID> ids = body.items().stream().map(item -> UUID.randomUUID()).toList();
    BatchEntity row = row(owner, key, digest, now);
    BatchView view = views.view(Optional.of(row.id), planning, ids);
    row.document = write(view);
    // Worked out before the transaction: it is much to write, and nothing in it waits.
    List<Drafts.Draft> drafts = drafts(owner, body, planning, ids, now);
    return database
        .transaction(
            session -> session.persist(row).chain(() -> submissions.write(session, drafts, now)))
        .invoke(submissions::wake)
        .replaceWith(new Submitted(view, true))
        .onFailure(failure -> key != null && !(failure instanceof ProblemException))
        .recoverWithUni(
            failure ->
                known(owner, key, digest)
                    .map(
                        known ->
                            new Submitted(
                                known.orElseThrow(
                                    () ->
                                        new IllegalStateException(
                                            "The batch was not stored.", failure)),
                                false)));
  }

  private static BatchEntity row(
      Submissions.Owner owner, @Nullable String key, String digest, Instant now) {
    BatchEntity row = new BatchEntity();
    row.id = UUID.randomUUID();
    row.organization = owner.organization();
    row.project = owner.project();
    row.createdBy = owner.subject();
    row.createdAt = now;
    row.idempotencyKey = key;
    row.idempotencyDigest = key == null ? null : digest;
    return row;
  }

  private List<Drafts.Draft> drafts(
      Submissions.Owner owner,
      BatchBody body,
      Placements.Planning planning,
      List<UUID> ids,
      Instant now) {
    List<Drafts.Draft> drafts = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Planned planned = planning.plan().workloads().get(i);
      Drafts.Decided decided =
          new Drafts.Decided(
              ids.get(i),
              planned.item().workload(),
              body.trees().get(i),
              placements.placed(planned, planning));
      drafts.add(drafting.draft(owner, decided, now));
    }
    return drafts;
  }

  private Uni<Optional<BatchView>> known(
      Submissions.Owner owner, @Nullable String key, String digest) {
    if (key == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return database
        .transaction(
            session ->
                session
                    .createQuery(
                        "from BatchEntity where organization = :organization and idempotencyKey ="
                            + " :key",
                        BatchEntity.class)
                    .setParameter("organization", owner.organization())
                    .setParameter("key", key)
                    .getResultList())
        .map(rows -> same(rows, digest));
  }

  private Optional<BatchView> same(List<BatchEntity> rows, String digest) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    BatchEntity row = rows.get(0);
    if (!digest.equals(row.idempotencyDigest)) {
      throw new ProblemException(
          409,
          "idempotency_conflict",
          "This Idempotency-Key belongs to batch %s, which is another one. Use a new key."
              .formatted(row.id));
    }
    return Optional.of(read(row));
  }

  private BatchView read(BatchEntity row) {
    try {
      return json.readValue(row.document, BatchView.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored batch is not JSON any more.", e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s cannot be written as JSON.".formatted(value.getClass()), e);
    }
  }
}
