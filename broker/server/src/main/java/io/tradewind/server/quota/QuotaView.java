package io.tradewind.server.quota;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A quota in replies. */
@Schema(name = "Quota", description = "How many accelerators may be leased at once.")
public record QuotaView(
    @Schema(required = true) UUID id,
    @Schema(required = true, nullable = true) @Nullable UUID project,
    @Schema(required = true, nullable = true, description = "* for each user.")
        @Nullable String user,
    @Schema(required = true, nullable = true, description = "Null for all together.")
        @Nullable String accelerator,
    @Schema(required = true) BigDecimal most,
    @Schema(
            required = true,
            description = "In open leases; of a quota of each user, by the one who uses most.")
        BigDecimal used,
    @Schema(required = true) String createdBy,
    @Schema(required = true) Instant createdAt) {
  static QuotaView of(Quota quota, BigDecimal used) {
    return new QuotaView(
        quota.id(),
        quota.project().orElse(null),
        quota.subject().orElse(null),
        quota.accelerator().orElse(null),
        plain(quota.most()),
        plain(used),
        quota.createdBy(),
        quota.createdAt());
  }

  private static BigDecimal plain(BigDecimal count) {
    BigDecimal plain = count.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
