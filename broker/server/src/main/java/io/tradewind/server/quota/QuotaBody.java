package io.tradewind.server.quota;

import io.tradewind.api.Accelerators;
import io.tradewind.server.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A quota as it is sent. */
@Schema(name = "QuotaRequest", description = "How many accelerators may be leased at once.")
public record QuotaBody(
    @Schema(nullable = true, description = "Counts this project alone.") @Nullable UUID project,
    @Schema(
            nullable = true,
            maxLength = 200,
            description =
                "Counts this user's alone, as createdBy shows them; * for each user's alone.")
        @Nullable String user,
    @Schema(
            nullable = true,
            maxLength = 60,
            examples = "H100",
            description = "A model with all its forms; all accelerators together when absent.")
        @Nullable String accelerator,
    @Schema(required = true, examples = "50") @Nullable BigDecimal most) {
  private static final int LONGEST_USER = 200;
  private static final int LONGEST_NAME = 60;
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

  /** As it is to be stored; everything but its project is checked. */
  Quota quota(UUID id, UUID organization, String by, Instant now) {
    return new Quota(
        id, organization, Optional.ofNullable(project), subject(), model(), count(), by, now);
  }

  private Optional<String> subject() {
    String text = user == null ? "" : user.strip();
    if (text.length() > LONGEST_USER || text.indexOf('\0') >= 0) {
      throw ProblemException.field(
          "user", "That is no user.", "Write it as createdBy of a workload shows it, or *.");
    }
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  private Optional<String> model() {
    if (accelerator == null || accelerator.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        Optional.of(accelerator.strip())
            .filter(name -> name.length() <= LONGEST_NAME)
            .flatMap(Accelerators.bundled()::resolve)
            .map(set -> set.model().name())
            .orElseThrow(
                () ->
                    ProblemException.field(
                        "accelerator",
                        "The accelerator is unknown.",
                        "Write a model as GET /api/v1/accelerators lists it, such as H100.")));
  }

  private BigDecimal count() {
    if (most == null
        || most.signum() < 0
        || most.compareTo(MOST) > 0
        || most.stripTrailingZeros().scale() > 3) {
      throw ProblemException.field(
          "most",
          "That is no number of accelerators.",
          "Use 0 to %s, with three decimals at most.".formatted(MOST));
    }
    return most;
  }
}
