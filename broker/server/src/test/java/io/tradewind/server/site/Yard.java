package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.tradewind.api.agent.Inventory;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Sites as an operator makes them, over REST. */
final class Yard {
  static final String H100 = "NVIDIA H100 80GB HBM3";
  static final long H100_MIB = 81_559;

  private final Town town;

  Yard(Town town) {
    this.town = town;
  }

  /**
   * A site as an operator founded it.
   *
   * @param seller under which it sells
   */
  record Founded(String id, String seller) {
    String path(String more) {
      return "/api/v1/sites/" + id + more;
    }
  }

  Founded found(String more) {
    Response made = tryToFound("Hall " + UUID.randomUUID(), more);
    made.then().statusCode(201);
    return new Founded(made.path("id"), made.path("provider"));
  }

  static Response tryToFound(String name, String more) {
    return asOwner()
        .contentType("application/json")
        .body(
"""
{"name": "%s", "operator": "Idle Iron AS", "city": "Oslo", "pue": 1.2, "terms": "2026-11"%s}
"""
                .formatted(name, more.isEmpty() ? "" : ", " + more))
        .post("/api/v1/sites");
  }

  String token(Founded site) {
    return town.enrolmentToken(UUID.fromString(site.id()));
  }

  /** A machine with so many devices, whose agent is heard before and after it tells of them. */
  TestAgent machine(Founded site, String device, long memoryMib, int count) {
    TestAgent agent = town.agent().appear(token(site));
    agent.heartbeat();
    agent.inventory("one", 16 * Math.max(1, count), devices(device, memoryMib, count));
    agent.heartbeat();
    return agent;
  }

  static List<Inventory.Device> devices(String name, long memoryMib, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> new Inventory.Device(name, memoryMib, "nvidia 550.54", "GPU-" + UUID.randomUUID()))
        .toList();
  }

  static Response ask(Founded site, String items) {
    return asOwner()
        .contentType("application/json")
        .body("{\"items\": [%s]}".formatted(items))
        .put(site.path("/asks"));
  }

  /** What the market lists of a site. */
  List<JsonNode> offers(Founded site) {
    JsonNode page = town.get("/api/v1/offers?provider=%s&limit=100".formatted(site.seller()));
    return StreamSupport.stream(page.path("items").spliterator(), false).toList();
  }

  /** The same, once there are any. */
  List<JsonNode> onSale(Founded site) {
    return eventually(() -> offers(site), offers -> !offers.isEmpty());
  }

  JsonNode site(Founded site) {
    return town.get(site.path(""));
  }
}
