package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.admission.Admission;
import io.tradewind.server.admission.Refusal;
import io.tradewind.server.agent.Hashes;
import io.tradewind.server.budget.Funds;
import io.tradewind.server.database.Database;
import io.tradewind.server.event.EventRows;
import io.tradewind.server.lease.LeaseEngine;
import io.tradewind.server.lease.SpotChoices;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.policy.PolicyRefusals;
import io.tradewind.server.policy.Validators;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Takes a workload in: decides, and writes workload, decision and intent to lease in one
 * transaction.
 */
@ApplicationScoped
public class Submissions {
  private static final int LONGEST_KEY = 255;

  private final Database database;
  private final SpecReader specs;
  private final Drafts drafting;
  private final Quotes quotes;
  private final SpotChoices spots;
  private final NamedSecrets secrets;
  private final Validators validators;
  private final Admission admission;
  private final LeaseEngine engine;
  private final Clock clock;

  Submissions(
      Database database,
      SpecReader specs,
      Drafts drafting,
      Quotes quotes,
      SpotChoices spots,
      NamedSecrets secrets,
      Validators validators,
      Admission admission,
      LeaseEngine engine,
      Clock clock) {
    this.database = database;
    this.specs = specs;
    this.drafting = drafting;
    this.quotes = quotes;
    this.spots = spots;
    this.secrets = secrets;
    this.validators = validators;
    this.admission = admission;
    this.engine = engine;
    this.clock = clock;
  }

  /** Who submits, for whom. */
  public record Owner(String subject, UUID organization, UUID project) {
    public static Owner of(Caller caller) {
      return new Owner(caller.subject(), caller.organization(), caller.project());
    }

    public Asker asker() {
      return Asker.beginning(organization, project);
    }
  }

  /**
   * @param written empty when an earlier submission with the same key was found
   */
  public record Submitted(UUID workload, Optional<Drafts.Draft> written) {
    static Submitted before(UUID workload) {
      return new Submitted(workload, Optional.empty());
    }
  }

  /**
   * @param key of the client, so that a repeated submission is one workload; null for none
   * @param agreed what the client was shown for an hour of all nodes, and agrees to
   * @throws ProblemException 422 for a workload that is invalid or cannot be started, 409 for a key
   *     that was used for another one, or for a price that has risen since it was shown
   */
  public Uni<Submitted> submit(
      Owner owner, Map<String, Object> tree, @Nullable String key, Optional<Money> agreed) {
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      throw ProblemException.field(
          "Idempotency-Key",
          "The key has %d characters.".formatted(key.length()),
          "Use 1 to 255 characters, such as a UUID.");
    }
    Workload workload = specs.read(tree);
    Startable.check(workload);
    String spec = drafting.json(tree);
    String digest = Hashes.sha256(spec);
    return known(owner, key, digest)
        .chain(
            known ->
                known.isPresent()
                    ? Uni.createFrom().item(Submitted.before(known.get()))
                    : secrets
                        .require(owner.organization(), workload, "")
                        .chain(
                            () ->
                                quotes.firm(
                                    owner.asker(), spots.atStart(owner.asker(), workload), agreed))
                        .invoke(Submissions::requireAllowed)
                        .call(
                            placement ->
                                validators.require(
                                    owner.asker(),
                                    owner.subject(),
                                    List.of(new Validators.Wish(tree, placement.choice()))))
                        .chain(placement -> create(owner, placement, workload, spec, key, digest)));
  }

  /** That policies leave it no place is told at once, not stored. */
  private static void requireAllowed(Placement placement) {
    PolicyRefusals.of(placement)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
  }

  /**
   * Writes workloads of one owner with their decisions, events and intents to lease, and the funds
   * for these.
   *
   * @throws ProblemException 409 naming the policy, the quota or the budget that refuses them
   */
  public Uni<Void> write(Mutiny.Session session, List<Drafts.Draft> drafts, Instant now) {
    List<Funds.Intent> intents =
        drafts.stream()
            .filter(draft -> !draft.leases().isEmpty())
            .map(draft -> new Funds.Intent(draft.workload(), draft.leases()))
            .toList();
    return session
        .persistAll(drafts.stream().flatMap(Drafts.Draft::rows).toArray())
        .chain(
            () ->
                EventRows.write(
                    session, drafts.stream().flatMap(it -> it.events().stream()).toList()))
        .chain(() -> admission.write(session, intents, now))
        .invoke(refusal -> refusal.ifPresent(Submissions::refuse))
        .replaceWithVoid();
  }

  private static void refuse(Refusal refusal) {
    throw refusal.problem();
  }

  /** After rows have been written: what they intend is due at once. */
  public void wake() {
    engine.wake();
  }

  private Uni<Submitted> create(
      Owner owner,
      Placement placement,
      Workload workload,
      String spec,
      @Nullable String key,
      String digest) {
    // No finer than the database keeps it: what is answered now is what is read later.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    WorkloadEntity row = drafting.row(owner, UUID.randomUUID(), workload, spec, placement, now);
    row.idempotencyKey = key;
    row.idempotencyDigest = key == null ? null : digest;
    Drafts.Draft draft = drafting.draft(row, workload, placement, now);
    return database
        .transaction(session -> write(session, List.of(draft), now))
        .invoke(engine::wake)
        .replaceWith(new Submitted(row.id, Optional.of(draft)))
        .onFailure(failure -> key != null && !(failure instanceof ProblemException))
        .recoverWithUni(failure -> afterRace(owner, key, digest, failure));
  }

  /**
   * Two submissions with one key at once: the database let one through, and the other answers with
   * it.
   */
  private Uni<Submitted> afterRace(
      Owner owner, @Nullable String key, String digest, Throwable failure) {
    return known(owner, key, digest)
        .map(
            known ->
                Submitted.before(
                    known.orElseThrow(
                        () -> new IllegalStateException("The workload was not stored.", failure))));
  }

  private Uni<Optional<UUID>> known(Owner owner, @Nullable String key, String digest) {
    if (key == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return database
        .transaction(
            session ->
                session
                    .createQuery(
                        "from WorkloadEntity where organization = :organization and idempotencyKey"
                            + " = :key",
                        WorkloadEntity.class)
                    .setParameter("organization", owner.organization())
                    .setParameter("key", key)
                    .getSingleResultOrNull())
        .map(row -> same(row, digest));
  }

  private static Optional<UUID> same(@Nullable WorkloadEntity row, String digest) {
    if (row == null) {
      return Optional.empty();
    }
    if (!digest.equals(row.idempotencyDigest)) {
      throw new ProblemException(
          409,
          "idempotency_conflict",
          "This Idempotency-Key belongs to workload %s, which is another one. Use a new key."
              .formatted(row.id));
    }
    return Optional.of(row.id);
  }
}
