package io.tradewind.server.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One link of the chain. */
@Schema(name = "AuditEntry")
@JsonInclude(JsonInclude.Include.ALWAYS)
record AuditEntry(
    @Schema(required = true, description = "Counted from 1, without a gap.") long seq,
    @Schema(required = true) Instant at,
    @Schema(required = true, description = "The subject of who asked.") String actor,
    @Schema(required = true) String actorName,
    @Schema(required = true, nullable = true, description = "The API token that was used.")
        @Nullable UUID token,
    @Schema(
            required = true,
            examples = "member.changed",
            description = "What became of a row, or the method and path of a request.")
        String action,
    @Schema(required = true, description = "Of a row its id, of a request its path.") String target,
    @Schema(
            required = true,
            nullable = true,
            description = "The status of the reply; null for a change, which is committed.")
        @Nullable Integer outcome,
    @Schema(required = true, description = "As in X-Request-Id.") String request,
    @Schema(
            required = true,
            nullable = true,
            description = "As the caller gave it, in the header Tradewind-Reason.")
        @Nullable String reason,
    @Schema(required = true, nullable = true, description = "JSON, without what is secret.")
        @Nullable String before,
    @Schema(required = true, nullable = true, description = "JSON, without what is secret.")
        @Nullable String after,
    @Schema(required = true, description = "The hash of the entry before this one.")
        String previous,
    @Schema(required = true, description = "SHA-256 of this entry and the hash before it.")
        String hash) {
  /** What the first entry of a chain follows. */
  static final String GENESIS = "0".repeat(64);

  static AuditEntry of(Row row) {
    return new AuditEntry(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("actor"),
        row.getString("actor_name"),
        row.getUUID("token"),
        row.getString("action"),
        row.getString("target"),
        row.getInteger("outcome"),
        row.getString("request"),
        row.getString("reason"),
        row.getString("before"),
        row.getString("after"),
        row.getString("previous"),
        row.getString("hash"));
  }

  /** What the hash must be; reckoned as {@code audit_hash} of the database does. */
  String digest(UUID organization) {
    String text =
        Stream.of(
                previous,
                organization,
                seq,
                ChronoUnit.MICROS.between(Instant.EPOCH, at),
                actor,
                actorName,
                Objects.toString(token, null),
                action,
                target,
                Objects.toString(outcome, null),
                request,
                reason,
                before,
                after)
            .map(AuditEntry::field)
            .collect(Collectors.joining(","));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private static String field(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    String text = value.toString();
    return text.codePointCount(0, text.length()) + ":" + text;
  }
}
