package io.tradewind.server.event;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.PlainSql;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes events, all of a transaction in one statement, in their order. */
public final class EventRows {
  private static final String WRITE =
      """
      insert into event (at, organization, workload, lease, type, actor, detail, data)
      select at, organization, workload, lease, type, actor, detail, data
      from unnest($1::timestamptz[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
        as it (at, organization, workload, lease, type, actor, detail, data)
      """;

  private EventRows() {}

  public static Uni<Void> write(Mutiny.Session session, List<EventEntity> events) {
    if (events.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return PlainSql.rows(
            session,
            WRITE,
            column(events, OffsetDateTime[]::new, it -> it.at.atOffset(ZoneOffset.UTC)),
            column(events, UUID[]::new, it -> it.organization),
            column(events, UUID[]::new, it -> it.workload),
            column(events, UUID[]::new, it -> it.lease),
            column(events, String[]::new, it -> it.type),
            column(events, String[]::new, it -> it.actor),
            column(events, String[]::new, it -> it.detail),
            column(events, String[]::new, it -> it.data))
        .replaceWithVoid();
  }

  private static <C> Object column(
      List<EventEntity> events, IntFunction<C[]> array, Function<EventEntity, C> value) {
    return events.stream().map(value).toArray(array);
  }
}
