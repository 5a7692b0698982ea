package io.tradewind.server.policy;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A version of a policy in replies. */
@Schema(name = "Policy", description = "What an organization allows.")
public record PolicyView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(required = true, nullable = true) @Nullable UUID project,
    @Schema(required = true) int version,
    @Schema(required = true) boolean enabled,
    @Schema(required = true) Map<String, Object> rules,
    @Schema(required = true) String note,
    @Schema(required = true) String createdBy,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true) String changedBy,
    @Schema(required = true) Instant changedAt) {
  static PolicyView of(Policy policy) {
    return new PolicyView(
        policy.id(),
        policy.name(),
        policy.project().orElse(null),
        policy.version(),
        policy.enabled(),
        policy.rules(),
        policy.note(),
        policy.createdBy(),
        policy.createdAt(),
        policy.changedBy(),
        policy.changedAt());
  }
}
