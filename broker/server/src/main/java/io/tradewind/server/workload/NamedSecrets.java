package io.tradewind.server.workload;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Secret;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.database.Database;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.secret.SecretStore;
import io.tradewind.server.secret.SecretUses;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Secrets that workloads name: refused where there is none, and handed to the machine that runs.
 */
@ApplicationScoped
public class NamedSecrets implements SecretUses {
  private static final int MOST = 500;
  private static final String OPEN =
      """
      from WorkloadEntity where organization = :organization and endedAt is null and spec like :naming escape '!'
      order by createdAt desc, id
      """;

  private final SecretStore store;
  private final SpecReader specs;
  private final Database database;

  NamedSecrets(SecretStore store, SpecReader specs, Database database) {
    this.store = store;
    this.specs = specs;
    this.database = database;
  }

  /**
   * Fails with 422 where a workload names a secret that the organization does not have. The name is
   * not shown, since somebody may have put the secret itself there.
   *
   * @param field where the workload stands in the request, with a dot behind it; may be empty
   */
  public Uni<Void> require(UUID organization, Workload workload, String field) {
    return store
        .missing(organization, workload.secrets().values())
        .invoke(
            missing -> {
              if (!missing.isEmpty()) {
                throw refusal(workload, missing, field);
              }
            })
        .replaceWithVoid();
  }

  private static ProblemException refusal(Workload workload, Set<String> missing, String field) {
    List<FieldProblem> problems =
        workload.secrets().entrySet().stream()
            .filter(named -> missing.contains(named.getValue()))
            .map(
                named ->
                    new FieldProblem(
                        field + "secrets",
                        "The organization has no secret for %s.".formatted(shown(named)),
                        "Store it first: PUT /api/v1/secrets/NAME, or on the page Secrets."))
            .toList();
    return new ProblemException(422, "unknown_secret", problems.get(0).message(), problems);
  }

  /** A variable that is named as its secret shows no more than the variable. */
  private static String shown(Map.Entry<String, String> named) {
    return named.getKey().equals(named.getValue())
        ? named.getKey()
        : "the variable " + named.getKey();
  }

  /**
   * The values by variable.
   *
   * @return without those whose secret was deleted
   */
  public Uni<Map<String, Secret>> reveal(WorkloadEntity workload) {
    Map<String, String> named = specs.stored(workload.spec).secrets();
    if (named.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return store
        .reveal(workload.organization, Set.copyOf(named.values()))
        .map(
            values -> {
              Map<String, Secret> byVariable = new LinkedHashMap<>();
              named.forEach(
                  (variable, name) -> {
                    Secret value = values.get(name);
                    if (value != null) {
                      byVariable.put(variable, value);
                    }
                  });
              return byVariable;
            });
  }

  @Override
  public Uni<List<UUID>> of(UUID organization, String secret) {
    return database
        .transaction(
            session ->
                session
                    .createQuery(OPEN, WorkloadEntity.class)
                    .setParameter("organization", organization)
                    .setParameter("naming", "%\"secrets\"%" + secret.replace("_", "!_") + "%")
                    .setMaxResults(MOST)
                    .getResultList())
        .map(
            rows ->
                rows.stream()
                    .filter(row -> specs.stored(row.spec).secrets().containsValue(secret))
                    .map(row -> row.id)
                    .toList());
  }
}
