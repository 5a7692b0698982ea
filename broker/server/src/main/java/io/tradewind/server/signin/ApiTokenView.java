package io.tradewind.server.signin;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token as it is listed: all but itself. */
@Schema(name = "ApiToken")
public record ApiTokenView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(required = true, description = "How it begins.", examples = "tw_4fGhT") String hint,
    @Schema(required = true) String owner,
    @Schema(required = true) List<String> roles,
    @Schema(
            required = true,
            enumeration = {"read", "write"})
        String access,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true) Instant expiresAt,
    @Schema(required = true, nullable = true, description = "To the minute.")
        @Nullable Instant lastUsedAt,
    @Schema(required = true, nullable = true) @Nullable Instant revokedAt) {
  static ApiTokenView of(Row row) {
    return new ApiTokenView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("hint"),
        row.getString("subject"),
        List.of(row.getArrayOfStrings("roles")),
        row.getString("access"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        instant(row.getOffsetDateTime("last_used_at")),
        instant(row.getOffsetDateTime("revoked_at")));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
