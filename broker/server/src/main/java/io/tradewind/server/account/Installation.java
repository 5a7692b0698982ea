package io.tradewind.server.account;

import io.tradewind.api.AccountKind.Names;
import io.tradewind.server.database.Database;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this installation calls itself in an organization's accounts: the same for all brokers on
 * one database, and unlike every other installation's, which would end machines that it knows no
 * lease of.
 */
@ApplicationScoped
class Installation {
  private final Pool pool;
  private volatile @Nullable UUID known;

  Installation(Pool pool) {
    this.pool = pool;
  }

  /** Blocks on the first call. */
  Names names(UUID organization) {
    UUID id =
        UUID.nameUUIDFromBytes(
            "%s|%s".formatted(id(), organization).getBytes(StandardCharsets.UTF_8));
    return new Names("tradewind-" + id.toString().substring(0, 8), "tradewind-" + id);
  }

  private UUID id() {
    UUID id = known;
    if (id == null) {
      id =
          Database.await(pool.query("select id from installation").execute())
              .iterator()
              .next()
              .getUUID(0);
      known = id;
    }
    return id;
  }
}
