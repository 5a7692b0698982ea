package io.tradewind.server.policy;

import static io.tradewind.server.testing.Owner.asOwner;

import io.restassured.response.Response;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import java.util.UUID;

/** A project with policies of its own, so that tests do not meet. */
record PolicyPages(String project) {
  static PolicyPages fresh(Sql sql) {
    String id = UUID.randomUUID().toString();
    sql.run(
        "insert into project (id, organization, name) values ('%s', '%s', '%s')"
            .formatted(id, Tenants.DEFAULT_ORGANIZATION, id));
    return new PolicyPages(id);
  }

  /**
   * @param rules YAML in one line
   */
  String allow(String name, String rules) {
    Response made = sent("POST", "", "{ name: %s, project: %s, rules: %s }", name, project, rules);
    made.then().statusCode(201);
    return made.path("id");
  }

  static Response sent(String method, String path, String body, Object... values) {
    return Town.yaml().body(body.formatted(values)).request(method, "/api/v1/policies" + path);
  }

  static Response sentJson(String method, String path, String body) {
    return asOwner()
        .contentType("application/json")
        .body(body)
        .request(method, "/api/v1/policies" + path);
  }

  Response submitted(String sellers, String more) {
    return Town.yaml()
        .header("Tradewind-Project", project)
        .body(
            """
            name: probe
            resources: { capacity: any }
            run: echo hello
            placement: { providers: { allow: [%s] } }
            %s
            """
                .formatted(sellers, more))
        .post("/api/v1/workloads");
  }

  Response previewed(String sellers, String more) {
    return Town.yaml()
        .header("Tradewind-Project", project)
        .body(
            """
            resources: { capacity: any }
            placement: { providers: { allow: [%s] } }
            %s
            """
                .formatted(sellers, more))
        .post("/api/v1/placements/preview");
  }
}
