package io.tradewind.server.policy;

import io.tradewind.api.ProviderId;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.grammar.PolicyReader;
import io.tradewind.matcher.grammar.Vocabulary;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A policy as it is stored.
 *
 * @param project whose workloads it is for; empty for all
 * @param rules as they were sent
 * @param note why it was changed last
 */
record Policy(
    UUID id,
    UUID organization,
    Optional<UUID> project,
    String name,
    int version,
    boolean enabled,
    Map<String, Object> rules,
    String note,
    String createdBy,
    Instant createdAt,
    String changedBy,
    Instant changedAt) {
  private static final ProviderId NOBODY = new ProviderId("nobody");

  boolean holdsFor(Asker asker) {
    return enabled
        && organization.equals(asker.organization())
        && (project.isEmpty() || project.equals(asker.project()));
  }

  Bounds bounds() {
    return bounds(id, name, version, rules);
  }

  /** Rules that this version of the product cannot read any more allow nothing. */
  static Bounds bounds(UUID id, String name, int version, Map<String, Object> rules) {
    return PolicyReader.read(rules, id, name, version, Vocabulary.bundled())
        .bounds()
        .orElseGet(() -> closed(id, name + ", which cannot be read any more", version));
  }

  private static Bounds closed(UUID id, String name, int version) {
    return Bounds.ofProviders(id, name, version, Set.of(NOBODY), Set.of());
  }
}
