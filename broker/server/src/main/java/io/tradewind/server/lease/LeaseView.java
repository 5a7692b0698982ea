package io.tradewind.server.lease;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A lease as the portal and the API see it.
 *
 * @param offer as it was shown when it was chosen
 * @param rate for one hour, locked
 */
@Schema(name = "Lease")
public record LeaseView(
    UUID id,
    UUID workload,
    int attempt,
    String provider,
    String region,
    String instanceType,
    @Schema(ref = "Offer") JsonNode offer,
    MoneyView rate,
    String state,
    @Nullable String closeReason,
    @Nullable String detail,
    Instant requestedAt,
    @Nullable Instant activeAt,
    @Nullable Instant closedAt,
    double meteredSeconds) {}
