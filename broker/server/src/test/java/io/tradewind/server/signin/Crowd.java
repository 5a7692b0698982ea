package io.tradewind.server.signin;

import io.tradewind.server.testing.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tenants with a row of everything, and people with tokens, written behind the broker's back. */
@ApplicationScoped
public class Crowd {
  private static final String ROWS =
      """
      insert into organization (id, name) values ('%1$s', '%2$s');
      insert into project (id, organization, name) values ('%1$s', '%1$s', '%2$s');
      insert into workload (id, organization, project, name, kind, spec, state, created_by, created_at)
        values ('%1$s', '%1$s', '%1$s', '%2$s', 'task', '{}', 'succeeded', '%2$s', now());
      insert into placement (id, workload, decided_at, market_version, conditions_version, document, failover)
        values ('%1$s', '%1$s', now(), 1, 1, '{"mark":"%2$s"}', '[]');
      insert into lease (id, organization, workload, placement, attempt, turn, feed, provider, region, instance_type, offer,
          offer_document, rate, currency, vcpus, memory_mib, state, close_reason, requested_at, closed_at)
        values ('%1$s', '%1$s', '%1$s', '%1$s', 1, 1, '%2$s', '%2$s', 'r', 't', 'o', '{}', 1, 'USD', 1, 1, 'closed', 'completed',
          now(), now());
      insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at, energy_kwh,
          operational_grams, embodied_grams, basis, carbon_source)
        values ('%1$s', '2026-01-01', '2026-01-02', '%1$s', '%1$s', 1, now(), 1, 1, 1, 'x', '%2$s');
      insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
        values ('%1$s', '2026-01-01', '2026-01-02', '%1$s', '%1$s', 1, 1, 'USD');
      insert into event (at, organization, workload, type, actor, detail) values (now(), '%1$s', '%1$s', 'test', '%2$s', '%2$s');
      insert into log_line (workload, seq, at, stream, line) values ('%1$s', 1, now(), 'stdout', '%2$s');
      insert into alert (id, organization, name, spec, under, currency, created_by, created_at, state)
        values ('%1$s', '%1$s', '%2$s', '{}', 1, 'USD', '%2$s', now(), 'armed');
      insert into alert_delivery (id, alert, event, body, state, due_at, created_at)
        values ('%1$s', '%1$s', 1, '%2$s', 'dead', now(), now());
      insert into batch (id, organization, project, created_by, created_at, document)
        values ('%1$s', '%1$s', '%1$s', '%2$s', now(), '{"decidedAt": "2026-01-01T00:00:00Z", "workloads":
          [{"name": "%2$s", "tenant": "t", "outcome": "unplaced", "why": "-"}]}');
      insert into site (id, organization, name, provider, region, city, grid_zone, ask, currency, listing, created_at)
        values ('%1$s', '%1$s', '%2$s', '%2$s', 'r', 'c', 'DE', 1, 'USD', 'by_name', now());
      insert into price_override (organization, place, seller, percent_off, note, changed_at, changed_by)
        values ('%1$s', 0, 'x', 1, '%2$s', now(), '%2$s');
      insert into commitment (organization, place, seller, machines, marginal_price, currency, note, changed_at, changed_by)
        values ('%1$s', 0, 'x', 1, 1, 'USD', '%2$s', now(), '%2$s');
      insert into secret (id, organization, name, created_at, changed_at, changed_by)
        values ('%1$s', '%1$s', '%2$s', now(), now(), '%2$s');
      insert into sealed_value (id, organization, purpose, master_key, wrapped_key, value, sealed_at)
        values ('%1$s', '%1$s', 'secret', '%2$s', '', '', now());
      insert into budget (id, organization, name, period, amount, currency, created_by, created_at, changed_at)
        values ('%1$s', '%1$s', '%2$s', 'total', 1, 'USD', '%2$s', now(), now());
      insert into audit_webhook (organization, url, host, secret, told_to, changed_by, changed_at)
        values ('%1$s', 'https://%2$s.example', '%2$s', '%2$s', 1, '%2$s', now());
      insert into audit_entry (organization, actor, actor_name, action, target, request)
        values ('%1$s', '%2$s', '%2$s', 'test', '%2$s', '%2$s');
      insert into account (id, organization, provider, name, settings, state, detail, created_at, created_by, checked_at)
        values ('%1$s', '%1$s', '%2$s', '%2$s', '{}', 'refused', '%2$s', now(), '%2$s', now() + interval '1 day');
      """;

  /** Without what the broker itself finds out about one that no seller knows. */
  private static final String ACCOUNT =
      "(select id, organization, name, settings, created_by, disconnected_at from account)";

  private static final List<String> OWNED =
      List.of(
          ACCOUNT,
          "alert",
          "api_token",
          "(select organization, url, secret, changed_by from audit_webhook)",
          "batch",
          "budget",
          "charge",
          "commitment",
          "event",
          "lease",
          "member",
          "price_override",
          "project",
          "sealed_value",
          "secret",
          "site",
          "usage",
          "workload");

  private final Sql sql;

  Crowd(Sql sql) {
    this.sql = sql;
  }

  /** The token of a developer of an organization that has nothing. */
  public String stranger() {
    UUID id = UUID.randomUUID();
    sql.run("insert into organization (id, name) values ('%1$s', '%1$s')".formatted(id));
    sql.run(
        "insert into project (id, organization, name) values ('%1$s', '%1$s', 'own')"
            .formatted(id));
    return tokenOf(new Tenant(id, id.toString()), Role.DEVELOPER);
  }

  /** An organization in which everything bears its id, and its mark as a name. */
  public record Tenant(UUID id, String mark) {}

  public Tenant tenant() {
    UUID id = UUID.randomUUID();
    String mark = "mark-" + id.toString().substring(0, 8);
    for (String statement : ROWS.formatted(id, mark).split(";\n")) {
      if (!statement.isBlank()) {
        sql.run(statement);
      }
    }
    return new Tenant(id, mark);
  }

  /** The token of somebody new who has these roles there. */
  public String tokenOf(Tenant tenant, Role... roles) {
    ApiToken token = ApiToken.draw();
    UUID person = UUID.randomUUID();
    String names =
        Stream.of(roles).map(role -> "'" + role.wireName() + "'").collect(Collectors.joining(", "));
    for (String statement :
        List.of(
            "insert into person (id, issuer, subject, name, created_at, seen_at) values ('%1$s',"
                + " 'test', '%1$s', '%2$s', now(), now())",
            "insert into member (organization, person, source, roles, changed_at, changed_by)"
                + " values ('%3$s', '%1$s', 'granted', array[%4$s], now(), 'test')",
            "insert into api_token (id, organization, project, person, name, hash, hint, roles,"
                + " access, created_at, expires_at) values ('%1$s', '%3$s', '%3$s', '%1$s', '%2$s',"
                + " '%5$s', 'tw_', array[%4$s], 'write', now(), now() + interval '1 day')")) {
      sql.run(statement.formatted(person, tenant.mark(), tenant.id(), names, token.hash()));
    }
    return token.secret().reveal();
  }

  /** Everything that a tenant has, as one number that changes when any of it does. */
  public String stateOf(Tenant tenant) {
    return OWNED.stream()
        .map(
            table ->
                sql.run(
                        "select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from %s t where organization = '%s'"
                            .formatted(table, tenant.id()))
                    .iterator()
                    .next()
                    .getString(0))
        .collect(Collectors.joining(" "));
  }
}
