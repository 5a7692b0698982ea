package io.tradewind.server.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.tradewind.matcher.Candidate;
import io.tradewind.server.alert.WebhookQuestion;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Organizations' own validators: where they are, and what they are asked before a commitment. */
@ApplicationScoped
public class Validators {
  private static final String OF =
      "select url, secret, timeout_ms, changed_by, changed_at from policy_validator where"
          + " organization = $1";

  private static final String PUT =
      """
      insert into policy_validator (organization, url, secret, timeout_ms, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)
      on conflict (organization) do update set url = excluded.url, timeout_ms = excluded.timeout_ms, changed_by = excluded.changed_by,
        changed_at = excluded.changed_at,
        secret = case when policy_validator.url = excluded.url then policy_validator.secret else excluded.secret end
      """;

  private final Pool pool;
  private final WebhookQuestion webhook;
  private final Validator validator;
  private final ValidatorAnswers answers;
  private final ObjectMapper json;
  private final Clock clock;

  Validators(
      Pool pool,
      ValidatorAnswers answers,
      Vertx vertx,
      ObjectMapper json,
      TradewindConfig config,
      Clock clock) {
    this.pool = pool;
    this.answers = answers;
    this.json = json;
    this.clock = clock;
    webhook = new WebhookQuestion(vertx, config.alerts().allowPrivateAddresses());
    validator = new Validator(webhook, json);
  }

  void stop(@Observes ShutdownEvent event) {
    webhook.close();
  }

  /** As it is stored. */
  record Stored(Validator.Address address, String changedBy, Instant changedAt) {}

  Uni<Optional<Stored>> of(UUID organization) {
    return pool.preparedQuery(OF)
        .execute(Tuple.of(organization))
        .map(
            rows ->
                rows.rowCount() == 0
                    ? Optional.empty()
                    : Optional.of(stored(rows.iterator().next())));
  }

  private static Stored stored(Row row) {
    return new Stored(
        new Validator.Address(
            row.getString("url"),
            row.getString("secret"),
            Duration.ofMillis(row.getInteger("timeout_ms"))),
        row.getString("changed_by"),
        row.getOffsetDateTime("changed_at").toInstant());
  }

  /** The same address keeps its secret. */
  Uni<Void> put(UUID organization, Validator.Address address, String by) {
    return pool.preparedQuery(PUT)
        .execute(
            Tuple.of(
                organization,
                address.url(),
                address.secret(),
                (int) address.limit().toMillis(),
                by,
                clock.instant().atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  Uni<Boolean> delete(UUID organization) {
    return pool.preparedQuery("delete from policy_validator where organization = $1")
        .execute(Tuple.of(organization))
        .map(rows -> rows.rowCount() == 1);
  }

  /**
   * A workload that is about to be committed to.
   *
   * @param spec the file as it came
   * @param choice where it would run; empty for what has no place
   */
  public record Wish(Map<String, Object> spec, Optional<Candidate> choice) {}

  /** What is asked, in the words of replies. */
  private record Question(
      UUID organization, @Nullable UUID project, String user, List<Asked> workloads) {
    int size() {
      return workloads.size();
    }
  }

  private record Asked(Map<String, Object> spec, Place placement) {}

  private record Place(
      String provider,
      String region,
      String instanceType,
      @Nullable String accelerator,
      double accelerators,
      String capacityType,
      int nodes,
      MoneyView pricePerHour,
      MoneyView total) {
    static Place of(Candidate choice) {
      return new Place(
          choice.offer().provider().value(),
          choice.offer().region().name(),
          choice.offer().instanceType().name(),
          choice.offer().accelerators().map(set -> set.model().name()).orElse(null),
          choice.offer().accelerators().map(set -> set.countThousandths() / 1_000.0).orElse(0.0),
          choice.offer().capacityType().wireName(),
          choice.nodes(),
          MoneyView.of(choice.pricePerHour().perHour()),
          MoneyView.of(choice.landed().total()));
    }
  }

  /**
   * Never inside a transaction: another's program is waited for. What has no place is not asked
   * for.
   *
   * @throws ProblemException 409 where it is refused, or nobody answers in time
   */
  public Uni<Void> require(Asker asker, String user, List<Wish> wishes) {
    List<Asked> placed =
        wishes.stream()
            .flatMap(wish -> wish.choice().map(it -> new Asked(wish.spec(), Place.of(it))).stream())
            .toList();
    if (placed.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return of(asker.organization())
        .chain(
            stored ->
                stored.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : ask(stored.get().address(), question(asker, user, placed)));
  }

  private static Question question(Asker asker, String user, List<Asked> placed) {
    return new Question(asker.organization(), asker.project().orElse(null), user, placed);
  }

  private Uni<Void> ask(Validator.Address address, Question question) {
    Instant asked = clock.instant();
    return validator
        .require(address, write(question), asked)
        .call(() -> answers.add(question.organization(), asked, question.size(), Optional.empty()))
        .onFailure(ProblemException.class)
        .call(
            refusal ->
                answers.add(question.organization(), asked, question.size(), Optional.of(refusal)));
  }

  private String write(Question question) {
    try {
      return json.writeValueAsString(question);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A question cannot be written as JSON.", e);
    }
  }
}
