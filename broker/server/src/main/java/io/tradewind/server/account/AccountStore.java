package io.tradewind.server.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.AccountReport;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Secret;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.secret.SealedRow;
import io.tradewind.server.secret.SealedValues;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts in the database. */
@ApplicationScoped
class AccountStore {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private static final String ALL =
      "select * from account where disconnected_at is null order by created_at, id";
  private static final String VISIBLE = "select id from account where disconnected_at is null";
  private static final String INSERT =
      """
      insert into account (id, organization, provider, name, settings, state, detail, created_at, created_by)
      values ($1, $2, $3, $4, $5, 'unchecked', $6, $7, $8)
      """;
  private static final String CHANGE =
      """
      update account set settings = $3, state = 'unchecked', detail = $4, report = null, version = version + 1
      where id = $1 and organization = $2 and disconnected_at is null
      """;
  private static final String CHECKED =
      """
      update account set state = $3, detail = $4, report = $5, checked_at = $6
      where id = $1 and version = $2 and disconnected_at is null
      returning (select state from account before where before.id = $1) as state_before
      """;
  private static final String LOCK =
      "select id from account where id = $1 and organization = $2 and disconnected_at is null for"
          + " update";
  private static final String OPEN_LEASES =
      "select id from lease where account = $1 and state <> 'closed' order by requested_at, id";
  private static final String DISCONNECT =
      "update account set disconnected_at = $2, settings = '{}', report = null where id = $1";
  private static final String SEALED =
      "select id, organization, purpose, master_key, wrapped_key, value from sealed_value where id"
          + " = $1";
  private static final String EVENT =
      "insert into event (at, organization, type, actor, detail) values ($1, $2, $3, $4, $5)";

  private final ScopedPool pool;
  private final SealedValues values;
  private final ObjectMapper json;
  private final Clock clock;

  AccountStore(ScopedPool pool, SealedValues values, ObjectMapper json, Clock clock) {
    this.pool = pool;
    this.values = values;
    // A report has methods that look like fields.
    this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    this.clock = clock;
  }

  /** Of all organizations, the oldest first. */
  Uni<List<Account>> all() {
    return pool.within(Scope.BROKER, connection -> connection.query(ALL).execute())
        .map(
            rows -> {
              List<Account> all = new ArrayList<>();
              rows.forEach(row -> all.add(account(row)));
              return all;
            });
  }

  /** Of those, what the database shows to whoever asks now. */
  Uni<Set<UUID>> visible() {
    return pool.query(VISIBLE)
        .execute()
        .map(
            rows -> {
              Set<UUID> visible = new HashSet<>();
              rows.forEach(row -> visible.add(row.getUUID(0)));
              return visible;
            });
  }

  /** What is wanted of a new account, or in place of an account's settings. */
  record Draft(Map<String, String> plain, Map<String, Secret> secrets) {}

  /** Fails with 409 where the organization has an account of this name. */
  Uni<Void> insert(Account account, Draft draft) {
    return pool.withTransaction(
            connection ->
                connection
                    .preparedQuery(INSERT)
                    .execute(
                        Tuple.from(
                            Arrays.<Object>asList(
                                account.id(),
                                account.organization(),
                                account.seller().value(),
                                account.name(),
                                write(draft.plain()),
                                account.detail(),
                                utc(),
                                account.createdBy())))
                    .chain(() -> seal(connection, account, draft.secrets()))
                    .chain(
                        () ->
                            record(
                                connection,
                                account,
                                "account.connected",
                                account.createdBy(),
                                "The account %s at %s was entered."
                                    .formatted(account.name(), account.seller()))))
        .onFailure(PgException.class)
        .transform(failure -> named(account, failure));
  }

  private static Throwable named(Account account, Throwable failure) {
    return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())
        ? new ProblemException(
            409,
            "account_exists",
            "The organization has an account %s already. Choose another name, or change that one."
                .formatted(account.name()))
        : failure;
  }

  /** Other settings for the same account. */
  Uni<Void> change(Account account, Draft draft, String by) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(CHANGE)
                .execute(
                    Tuple.of(
                        account.id(),
                        account.organization(),
                        write(draft.plain()),
                        "Not checked since it was changed."))
                .chain(() -> seal(connection, account, draft.secrets()))
                .chain(
                    () ->
                        record(
                            connection,
                            account,
                            "account.changed",
                            by,
                            "The settings of the account %s were changed."
                                .formatted(account.name()))));
  }

  /**
   * The result of a check, unless the settings were changed meanwhile.
   *
   * @param by who asked
   */
  Uni<Void> checked(
      Account account,
      AccountState state,
      String detail,
      Optional<AccountReport> report,
      String by) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(CHECKED)
                .execute(
                    Tuple.from(
                        Arrays.<Object>asList(
                            account.id(),
                            account.version(),
                            state.wireName(),
                            detail,
                            report.map(this::write).orElse(null),
                            utc())))
                .chain(rows -> told(connection, account, state, detail, by, rows)));
  }

  private Uni<Void> told(
      SqlClient client,
      Account account,
      AccountState state,
      String detail,
      String by,
      RowSet<Row> rows) {
    boolean isNews =
        rows.size() == 1
            && !state.wireName().equals(rows.iterator().next().getString("state_before"));
    return isNews
        ? record(
            client,
            account,
            "account." + (state == AccountState.CONNECTED ? "usable" : state.wireName()),
            by,
            "The account %s at %s: %s".formatted(account.name(), account.seller(), detail))
        : Uni.createFrom().voidItem();
  }

  /**
   * Forgets the account's settings and secrets.
   *
   * @return leases that stand in the way; nothing is changed where there are any
   */
  Uni<List<UUID>> disconnect(Account account, String by) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(account.id(), account.organization()))
                .chain(() -> openLeases(connection, account.id()))
                .call(
                    leases ->
                        leases.isEmpty()
                            ? disconnect(connection, account, by)
                            : Uni.createFrom().voidItem()));
  }

  private Uni<Void> disconnect(SqlClient client, Account account, String by) {
    return client
        .preparedQuery(DISCONNECT)
        .execute(Tuple.of(account.id(), utc()))
        .chain(() -> values.delete(client, sealedRow(account)))
        .chain(
            () ->
                record(
                    client,
                    account,
                    "account.disconnected",
                    by,
                    "The account %s at %s was disconnected; its credentials are deleted."
                        .formatted(account.name(), account.seller())));
  }

  Uni<List<UUID>> openLeases(UUID account) {
    return openLeases(pool, account);
  }

  private static Uni<List<UUID>> openLeases(SqlClient client, UUID account) {
    return client
        .preparedQuery(OPEN_LEASES)
        .execute(Tuple.of(account))
        .map(
            rows -> {
              List<UUID> leases = new ArrayList<>();
              rows.forEach(row -> leases.add(row.getUUID(0)));
              return leases;
            });
  }

  /** The account's secrets by setting; empty where it has none. */
  Uni<Map<String, Secret>> secrets(UUID account) {
    return pool.preparedQuery(SEALED)
        .execute(Tuple.of(account))
        .map(
            rows -> {
              Map<String, Secret> secrets = new HashMap<>();
              for (Row row : rows) {
                read(values.open(row).reveal())
                    .forEach((key, value) -> secrets.put(key, new Secret(value)));
              }
              return secrets;
            });
  }

  private Uni<Void> seal(SqlClient client, Account account, Map<String, Secret> secrets) {
    if (secrets.isEmpty()) {
      return values.delete(client, sealedRow(account));
    }
    Map<String, String> texts = new HashMap<>();
    secrets.forEach((key, secret) -> texts.put(key, secret.reveal()));
    return values.put(client, sealedRow(account), new Secret(write(texts)));
  }

  private static SealedRow sealedRow(Account account) {
    return new SealedRow(account.organization(), account.id(), SealedRow.Purpose.ACCOUNT);
  }

  private Uni<Void> record(
      SqlClient client, Account account, String type, String by, String detail) {
    return client
        .preparedQuery(EVENT)
        .execute(Tuple.of(utc(), account.organization(), type, by, detail))
        .replaceWithVoid();
  }

  private Account account(Row row) {
    return new Account(
        row.getUUID("id"),
        row.getUUID("organization"),
        new ProviderId(row.getString("provider")),
        row.getString("name"),
        read(row.getString("settings")),
        AccountState.of(row.getString("state")),
        row.getString("detail"),
        Optional.ofNullable(row.getString("report")).map(this::report),
        row.getLong("version"),
        Optional.ofNullable(row.getOffsetDateTime("checked_at")).map(OffsetDateTime::toInstant),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getString("created_by"));
  }

  private OffsetDateTime utc() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private AccountReport report(String text) {
    try {
      return json.readValue(text, AccountReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored report of an account cannot be read any more.", e);
    }
  }

  /** Its complaint would quote what may be secret. */
  private Map<String, String> read(String text) {
    try {
      return json.readValue(text, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored settings of an account are not JSON any more.");
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("%s is no JSON.".formatted(value.getClass()));
    }
  }
}
