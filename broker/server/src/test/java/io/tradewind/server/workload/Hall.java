package io.tradewind.server.workload;

import static io.tradewind.server.testing.Owner.asOwner;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.tradewind.api.agent.LeaseReport.Status;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Machines whose agent does as it is told at once, and the services on them. */
final class Hall {
  private final Town town;
  private final Sql sql;
  private final MovableClock clock;
  final Town.Home home;
  private final Set<String> begun = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  final Map<String, JsonNode> environments = new HashMap<>();

  Hall(Town town, Sql sql, MovableClock clock) {
    this.town = town;
    this.sql = sql;
    this.clock = clock;
    home = town.settle("0.01");
  }

  void work() {
    home.agent().renew();
    for (JsonNode item : home.agent().work("", 0).body().path("items")) {
      String lease = item.path("leaseId").asText();
      if (item.path("action").asText().equals("STOP") && ended.add(lease)) {
        home.agent().status(lease, new Status(1, Phase.STOPPED, clock.instant(), null, "told to"));
      } else if (item.path("action").asText().equals("RUN") && begun.add(lease)) {
        environments.put(lease, item.path("run").path("environment"));
        home.agent().status(lease, Phase.RUNNING, clock.instant());
      }
    }
  }

  JsonNode until(String service, Predicate<JsonNode> condition) {
    return town.soon(
        () -> {
          work();
          return town.workload(service);
        },
        condition);
  }

  JsonNode untilReady(String service, int replicas) {
    return until(
        service,
        it ->
            it.at("/service/ready").asInt() == replicas
                && it.at("/service/replicas").size() == replicas);
  }

  Response submit(String replicas) {
    return Town.yaml().body(file(replicas, "1")).post("/api/v1/workloads");
  }

  String file(String replicas, String model) {
    return """
    kind: service
    name: web
    resources: { cpus: 1 }
    run: serve
    env: { MODEL: "%s" }
    service: { port: 8000, replicas: %s }
    placement: { providers: { allow: [%s] } }
    """
        .formatted(model, replicas, home.seller());
  }

  String serve(String replicas) {
    Response response = submit(replicas);
    response.then().statusCode(201);
    return response.path("id");
  }

  static Response scale(String service, int replicas) {
    return asOwner()
        .contentType("application/json")
        .body("{\"replicas\": %d}".formatted(replicas))
        .post("/api/v1/workloads/" + service + "/scale");
  }

  static Response change(String service, String file) {
    return Town.yaml().body(file).put("/api/v1/workloads/" + service);
  }

  static Predicate<JsonNode> isIn(String state) {
    return it -> it.path("state").asText().equals(state);
  }

  String lease(JsonNode replica) {
    return town.workload(replica.path("workload").asText()).at("/lease/id").asText();
  }

  static List<Integer> numbers(JsonNode service) {
    return each(service, "replica");
  }

  static List<Integer> versions(JsonNode service) {
    return each(service, "version");
  }

  static List<Integer> each(JsonNode service, String field) {
    return StreamSupport.stream(service.at("/service/replicas").spliterator(), false)
        .map(it -> it.path(field).asInt())
        .toList();
  }

  long openLeases(String service) {
    return sql.number(
        """
        select count(*) from lease l join workload w on w.id = l.workload
        where w.service = '%s' and l.state <> 'closed'
        """
            .formatted(service));
  }

  long replicasThatEnded(String service) {
    return sql.number(
        "select count(*) from workload where service = '%s' and ended_at is not null"
            .formatted(service));
  }
}
