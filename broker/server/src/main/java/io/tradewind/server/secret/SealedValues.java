package io.tradewind.server.secret;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;

/** The rows of sealed values. Whoever keeps a secret refers to one of them. */
@ApplicationScoped
public class SealedValues {
  private static final String PUT =
      """
      insert into sealed_value (id, organization, purpose, master_key, wrapped_key, value, sealed_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (id) do update set master_key = excluded.master_key, wrapped_key = excluded.wrapped_key,
        value = excluded.value, sealed_at = excluded.sealed_at
      """;
  private static final String DELETE =
      "delete from sealed_value where id = $1 and organization = $2";

  private final Envelope envelope;
  private final Clock clock;

  SealedValues(Envelope envelope, Clock clock) {
    this.envelope = envelope;
    this.clock = clock;
  }

  /** Seals a value into its row, in place of one that is there. */
  public Uni<Void> put(SqlClient client, SealedRow row, Secret value) {
    Sealed sealed = envelope.seal(row, value);
    return client
        .preparedQuery(PUT)
        .execute(
            Tuple.from(
                Arrays.<Object>asList(
                    row.id(),
                    row.organization(),
                    row.purpose().name().toLowerCase(Locale.ROOT),
                    sealed.masterKey(),
                    Buffer.buffer(sealed.wrappedKey()),
                    Buffer.buffer(sealed.value()),
                    clock.instant().atOffset(ZoneOffset.UTC))))
        .replaceWithVoid();
  }

  public Uni<Void> delete(SqlClient client, SealedRow row) {
    return client
        .preparedQuery(DELETE)
        .execute(Tuple.of(row.id(), row.organization()))
        .replaceWithVoid();
  }

  /**
   * Opens a row that was read with {@code id, organization, purpose, master_key, wrapped_key,
   * value}.
   *
   * @throws LockedException where it does not open here
   */
  public Secret open(Row row) {
    return envelope.open(identity(row), sealed(row));
  }

  static SealedRow identity(Row row) {
    return new SealedRow(
        row.getUUID("organization"),
        row.getUUID("id"),
        SealedRow.Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)));
  }

  static Sealed sealed(Row row) {
    return new Sealed(
        row.getString("master_key"),
        row.getBuffer("wrapped_key").getBytes(),
        row.getBuffer("value").getBytes());
  }
}
