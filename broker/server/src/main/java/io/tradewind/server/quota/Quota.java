package io.tradewind.server.quota;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A quota as it is stored.
 *
 * @param project whose workloads it counts; empty for all
 * @param subject whose workloads it counts; {@link #EACH} for each user's alone, empty for all
 * @param accelerator the model that it counts, in all its forms; empty for all together
 * @param most accelerators at once
 */
record Quota(
    UUID id,
    UUID organization,
    Optional<UUID> project,
    Optional<String> subject,
    Optional<String> accelerator,
    BigDecimal most,
    String createdBy,
    Instant createdAt) {
  static final String EACH = "*";

  boolean isForEach() {
    return subject.filter(EACH::equals).isPresent();
  }

  /** A name means every form of the chip that begins with it. */
  boolean counts(String model) {
    return accelerator
        .filter(name -> !model.equals(name) && !model.startsWith(name + "-"))
        .isEmpty();
  }

  /** For a sentence. */
  String text() {
    String of = accelerator.orElse("all accelerators together");
    String whom =
        isForEach()
            ? "each user"
            : subject.orElse(project.isPresent() ? "the project" : "the organization");
    return "quota of %s for %s".formatted(of, whom);
  }
}
