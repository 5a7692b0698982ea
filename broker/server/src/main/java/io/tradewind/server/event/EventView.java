package io.tradewind.server.event;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event in replies.
 *
 * @param data JSON, as it also goes to webhooks; null for most
 */
@Schema(name = "Event", description = "Something that happened.")
public record EventView(
    @Schema(required = true) long seq,
    @Schema(required = true) Instant at,
    @Schema(required = true, examples = "alert.fired") String type,
    @Schema(required = true, description = "Who brought it about.") String actor,
    @Schema(required = true, nullable = true) @Nullable UUID workload,
    @Schema(required = true, nullable = true) @Nullable UUID lease,
    @Schema(required = true, description = "One sentence for a person.") String detail,
    @Schema(required = true, nullable = true, description = "JSON, where there is more to say.")
        @Nullable String data) {
  static EventView of(Row row) {
    return new EventView(
        row.getLong("seq"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("type"),
        row.getString("actor"),
        row.getUUID("workload"),
        row.getUUID("lease"),
        row.getString("detail"),
        row.getString("data"));
  }

  /**
   * @param wanted a type or its first word; empty for every type
   */
  boolean isOf(String wanted) {
    return wanted.isEmpty() || type.equals(wanted) || type.startsWith(wanted + ".");
  }
}
