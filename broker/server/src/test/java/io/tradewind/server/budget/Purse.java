package io.tradewind.server.budget;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import java.math.BigDecimal;
import java.util.UUID;

/** A budget for one test, of a project of its own, so that tests do not spend each other's. */
record Purse(Town town, Sql sql, String project, String id) {

  /**
   * @param fields of the budget beside its name and project, as JSON
   */
  static Purse of(Town town, Sql sql, String fields) {
    return of(town, sql, project(sql), fields);
  }

  static Purse of(Town town, Sql sql, String project, String fields) {
    Response made = sent("POST", "", body(project, fields));
    made.then().statusCode(201);
    return new Purse(town, sql, project, made.path("id"));
  }

  static String project(Sql sql) {
    String id = UUID.randomUUID().toString();
    sql.run(
        "insert into project (id, organization, name) values ('%s', '%s', '%s')"
            .formatted(id, Tenants.DEFAULT_ORGANIZATION, id));
    return id;
  }

  static String body(String project, String fields) {
    return "{\"name\": \"Purse\", \"project\": \"%s\", %s}".formatted(project, fields);
  }

  /** Limited as a whole, from now on. */
  static String total(String amount, String action) {
    return """
        "amount": "%s", "period": "total", "thresholds": [{"percent": 100, "action": "%s"}]
        """
        .formatted(amount, action);
  }

  String submit(String seller, String more) {
    Response response = submitted(seller, more);
    response.then().statusCode(201);
    return response.path("id");
  }

  Response submitted(String seller, String more) {
    return Town.yaml()
        .header("Tradewind-Project", project)
        .body(
            """
            name: probe
            resources: { cpus: 1+ }
            run: echo hello
            placement: { providers: { allow: [%s] } }
            %s
            """
                .formatted(seller, more))
        .post("/api/v1/workloads");
  }

  static Response sent(String method, String path, String body) {
    return asOwner()
        .contentType("application/json")
        .body(body)
        .request(method, "/api/v1/budgets" + path);
  }

  JsonNode seen() {
    return town.get("/api/v1/budgets/" + id);
  }

  BigDecimal amount(String field) {
    return new BigDecimal(seen().path(field).path("amount").asText());
  }

  /** What the budget says it gave away is what its holds say, and only open leases hold. */
  void check() {
    String own = "budget = '%s'".formatted(id);
    assertThat(
            sql.number(
                """
                select count(*) from budget_period p where %s
                  and (taken <> (select coalesce(sum(amount), 0) from fund_hold h where h.budget = p.budget and h.period = p.period)
                    or settled <> (select coalesce(sum(amount), 0) from fund_hold h
                      where h.budget = p.budget and h.period = p.period and settled_at is not null))
                """
                    .formatted(own)))
        .as("periods whose sum is not that of their holds")
        .isZero();
    assertThat(
            sql.number(
                """
                select count(*) from fund_hold join lease on lease.id = fund_hold.lease
                where %s and (settled_at is null) <> (state <> 'closed')
                """
                    .formatted(own)))
        .as("holds without an open lease, or settled ones with one")
        .isZero();
  }
}
