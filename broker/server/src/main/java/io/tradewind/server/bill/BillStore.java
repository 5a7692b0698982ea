package io.tradewind.server.bill;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Bills in the database. */
@ApplicationScoped
class BillStore {
  private static final int BATCH = 1_000;
  private static final long MOST_ROWS = 20_000_000;

  /** Of a file that is wrong throughout the first ones are enough; all are counted. */
  private static final long MOST_FAULTS = 10_000;

  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtextextended('bills ' || $1::text, 0))";

  private static final String KNOWN =
      "select * from provider_bill where organization = $1 and provider = $2 and digest = $3";

  private static final String BEGIN =
      """
      insert into provider_bill (id, organization, provider, name, digest, lines, faults, imported_at, imported_by)
      values ($1, $2, $3, $4, $5, 0, 0, $6, $7)
      """;

  private static final String LINE =
      """
      insert into bill_line (bill, line, organization, provider, known_by, tag, resource, kind, description, from_at, to_at, amount, currency)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      """;

  private static final String FAULT =
      "insert into bill_fault (bill, line, organization, why) values ($1, $2, $3, $4)";

  /**
   * The organization's own leases; for who runs the broker also those on the broker's accounts. A
   * line is stray that bears a tag and is of no lease, or goes on after its lease was closed.
   */
  private static final String MATCH =
      """
      with named as (
        select b.line, coalesce(
          (select l.id from lease l where l.id = b.tag and (l.organization = $2 or $3 and l.account is null)),
          (select l.id from lease l where b.resource <> '' and l.provider = b.provider and l.native_id = b.resource
             and (l.organization = $2 or $3 and l.account is null) order by l.requested_at desc limit 1)) as lease
        from bill_line b where b.bill = $1
      )
      update bill_line b set lease = named.lease, stray = case when named.lease is null then b.tag is not null
          else coalesce(b.from_at > (select closed_at + interval '1 hour' from lease where id = named.lease), false) end
      from named where b.bill = $1 and b.line = named.line and (named.lease is not null or b.tag is not null)
      """;

  private static final String SUPERSEDE =
      """
      update bill_line old set superseded = true
      where old.organization = $2 and old.provider = $3 and not old.superseded and old.bill <> $1
        and exists (select from bill_line fresh where fresh.bill = $1 and fresh.known_by = old.known_by)
      """;

  private static final String END =
      """
      with counted as (
        update provider_bill set lines = (select count(*) from bill_line where bill = $1), faults = $2 where id = $1 returning *
      ), told as (
        insert into event (at, organization, type, actor, detail)
        select $3, organization, 'bill.stray', imported_by,
          format('%s lines of the bill ''%s'' of %s are of machines that no lease stood behind.', stray, name, provider)
        from counted, (select count(*) as stray from bill_line where bill = $1 and stray) s where stray > 0
      )
      select * from counted
      """;

  private final ScopedPool pool;
  private final ObjectReader json;
  private final Clock clock;

  BillStore(ScopedPool pool, ObjectMapper json, Clock clock) {
    this.pool = pool;
    this.json = json.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    this.clock = clock;
  }

  /** A file that was brought. */
  @Schema(name = "ProviderBill")
  record BillView(
      @Schema(required = true) UUID id,
      @Schema(
              required = true,
              enumeration = {"aws", "gcp", "azure"})
          String provider,
      @Schema(required = true) String name,
      @Schema(required = true, description = "SHA-256 of the file.") String digest,
      @Schema(required = true) long lines,
      @Schema(required = true, description = "Rows that could not be read.") long faults,
      @Schema(required = true) Instant importedAt,
      @Schema(required = true) String importedBy) {
    static BillView of(Row row) {
      return new BillView(
          row.getUUID("id"),
          row.getString("provider"),
          row.getString("name"),
          row.getString("digest"),
          row.getLong("lines"),
          row.getLong("faults"),
          row.getOffsetDateTime("imported_at").toInstant(),
          row.getString("imported_by"));
    }
  }

  /** A row that could not be read. */
  @Schema(name = "ProviderBillFault")
  record FaultView(
      @Schema(required = true, description = "Of the file, from 1.") long line,
      @Schema(required = true) String why) {}

  /**
   * What is brought.
   *
   * @param broker whether the bill is of the broker's own accounts as well
   */
  record Brought(
      UUID organization,
      boolean broker,
      BillFormat format,
      String name,
      Path file,
      String digest,
      String by) {}

  /**
   * Reads a file; all of it or nothing. One that was read before is not read again.
   *
   * @return the bill, and whether it is new
   */
  Uni<Imported> add(Brought brought) {
    UUID id = UUID.randomUUID();
    Uni<BillView> fresh = pool.within(Scope.BROKER, connection -> read(connection, id, brought));
    return known(brought)
        .chain(
            found ->
                found
                    .map(it -> Uni.createFrom().item(new Imported(it, false)))
                    .orElseGet(() -> fresh.map(it -> new Imported(it, it.id().equals(id)))));
  }

  /** What came of it. */
  record Imported(BillView bill, boolean isNew) {}

  private Uni<Optional<BillView>> known(Brought brought) {
    return pool.within(Scope.of(brought.organization()), connection -> known(connection, brought));
  }

  private static Uni<Optional<BillView>> known(SqlConnection connection, Brought brought) {
    return connection
        .preparedQuery(KNOWN)
        .execute(Tuple.of(brought.organization(), brought.format().provider(), brought.digest()))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(BillView::of).findFirst());
  }

  private Uni<BillView> read(SqlConnection connection, UUID id, Brought brought) {
    return connection
        .preparedQuery(ONE_AT_A_TIME)
        .execute(Tuple.of(brought.organization().toString()))
        .chain(() -> known(connection, brought))
        .chain(
            found ->
                found
                    .map(it -> Uni.createFrom().item(it))
                    .orElseGet(() -> write(connection, id, brought)));
  }

  private Uni<BillView> write(SqlConnection connection, UUID id, Brought brought) {
    String provider = brought.format().provider();
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return connection
        .preparedQuery(BEGIN)
        .execute(
            Tuple.from(
                Arrays.asList(
                    id,
                    brought.organization(),
                    provider,
                    brought.name(),
                    brought.digest(),
                    now,
                    brought.by())))
        .chain(() -> rows(connection, id, brought))
        .call(
            () ->
                connection
                    .preparedQuery(MATCH)
                    .execute(Tuple.of(id, brought.organization(), brought.broker())))
        .call(
            () ->
                connection
                    .preparedQuery(SUPERSEDE)
                    .execute(Tuple.of(id, brought.organization(), provider)))
        .chain(faults -> connection.preparedQuery(END).execute(Tuple.of(id, faults, now)))
        .map(rows -> BillView.of(rows.iterator().next()));
  }

  /** How many rows could not be read. */
  private Uni<Long> rows(SqlConnection connection, UUID id, Brought brought) {
    return Uni.createFrom()
        .item(() -> open(brought))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(
            reader ->
                rows(connection, id, brought, reader, 0, 0)
                    .onTermination()
                    .invoke(() -> close(reader)));
  }

  private Uni<Long> rows(
      SqlConnection connection,
      UUID id,
      Brought brought,
      BillReader reader,
      long rows,
      long faults) {
    return Uni.createFrom()
        .item(() -> Batch.of(reader))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(batch -> store(connection, id, brought, batch, faults).replaceWith(batch))
        .chain(
            batch -> {
              long read = rows + batch.lines.size() + batch.faults.size();
              long wrong = faults + batch.faults.size();
              if (read > MOST_ROWS) {
                throw new BillReader.NoBillException(
                    "It has more than %d rows.".formatted(MOST_ROWS));
              }
              return batch.isLast
                  ? Uni.createFrom().item(wrong)
                  : rows(connection, id, brought, reader, read, wrong);
            });
  }

  private BillReader open(Brought brought) {
    try {
      InputStream file = Files.newInputStream(brought.file());
      return new BillReader(brought.format(), file, json);
    } catch (IOException e) {
      throw new BillReader.NoBillException("It cannot be unpacked: " + e.getMessage());
    }
  }

  private static void close(BillReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The bill cannot be closed.", e);
    }
  }

  /** Some rows of a file. */
  private static final class Batch implements BillLine.Sink {
    private final List<BillLine> lines = new ArrayList<>(BATCH);
    private final List<BillLine.Fault> faults = new ArrayList<>();
    private boolean isLast;

    static Batch of(BillReader reader) {
      Batch batch = new Batch();
      batch.isLast = !reader.read(BATCH, batch);
      return batch;
    }

    @Override
    public void line(BillLine line) {
      lines.add(line);
    }

    @Override
    public void fault(BillLine.Fault fault) {
      faults.add(fault);
    }
  }

  private static Uni<Void> store(
      SqlConnection connection, UUID id, Brought brought, Batch batch, long faultsBefore) {
    List<Tuple> faults =
        batch.faults.stream()
            .limit(Math.max(0, MOST_FAULTS - faultsBefore))
            .map(it -> Tuple.of(id, it.line(), brought.organization(), it.why()))
            .toList();
    List<Tuple> lines = batch.lines.stream().map(it -> tuple(id, brought, it)).toList();
    return all(connection, FAULT, faults).chain(() -> all(connection, LINE, lines));
  }

  private static Uni<Void> all(SqlConnection connection, String sql, List<Tuple> rows) {
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection.preparedQuery(sql).executeBatch(rows).replaceWithVoid();
  }

  private static Tuple tuple(UUID id, Brought brought, BillLine line) {
    return Tuple.from(
        Arrays.asList(
            id,
            line.line(),
            brought.organization(),
            brought.format().provider(),
            Buffer.buffer(line.knownBy()).getDelegate(),
            line.tag().orElse(null),
            line.resource(),
            line.kind(),
            line.description(),
            line.from().atOffset(ZoneOffset.UTC),
            line.to().atOffset(ZoneOffset.UTC),
            line.amount(),
            line.currency()));
  }

  /** The newest first. */
  Uni<List<BillView>> of(UUID organization) {
    return pool.preparedQuery(
            "select * from provider_bill where organization = $1 order by imported_at desc, id limit 1000")
        .execute(Tuple.of(organization))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(BillView::of).toList());
  }

  Uni<Boolean> exists(UUID organization, UUID id) {
    return pool.preparedQuery("select 1 from provider_bill where organization = $1 and id = $2")
        .execute(Tuple.of(organization, id))
        .map(rows -> rows.iterator().hasNext());
  }

  /** In the order of lines. */
  Uni<List<FaultView>> faults(UUID organization, UUID id) {
    return pool.preparedQuery(
            "select line, why from bill_fault where organization = $1 and bill = $2 order by line limit 1000")
        .execute(Tuple.of(organization, id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new FaultView(row.getLong("line"), row.getString("why")))
                    .toList());
  }
}
