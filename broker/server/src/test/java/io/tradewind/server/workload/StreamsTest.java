package io.tradewind.server.workload;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.Stream;
import io.tradewind.server.testing.Stream.Item;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs and events as they come, and again from where a reader was cut off. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class StreamsTest {
  private static final long FIRST = 1_000_000_000L;

  @Inject Town town;
  @Inject MovableClock clock;

  private TestAgent agent;
  private String workload;
  private String lease;

  @BeforeEach
  void aWorkloadRuns() {
    Town.Home home = town.settle("0.01");
    agent = home.agent();
    workload = town.submit(home.seller(), "");
    lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    agent.status(lease, Phase.RUNNING, clock.instant());
    agent.logs(lease, 0, "one", "two");
  }

  @Test
  void aReaderSeesEachLineAsItComesAndTheEnd() {
    Stream stream = open("logs", "");
    eventually(stream::items, items -> items.size() == 2);
    agent.logs(lease, 2, "three");
    eventually(stream::items, items -> items.size() == 3);
    assertThat(stream.isOpen()).isTrue();
    agent.ended(lease, 0, clock.instant());

    List<Item> items = stream.toItsEnd();

    assertThat(items).extracting(Item::event).containsExactly("log", "log", "log", "end");
    assertThat(items.subList(0, 3))
        .extracting(Item::id)
        .containsExactly(text(FIRST), text(FIRST + 1), text(FIRST + 2));
    assertThat(items.subList(0, 3))
        .extracting(item -> item.json().path("line").asText())
        .containsExactly("one", "two", "three");
  }

  @Test
  void aReaderThatWasCutOffGoesOnAfterItsLastLine() {
    Stream stream = open("logs", text(FIRST));
    agent.ended(lease, 0, clock.instant());

    assertThat(stream.toItsEnd().subList(0, 1))
        .extracting(item -> item.json().path("line").asText())
        .containsExactly("two");
  }

  @Test
  void eventsTellTheWholeStoryAndResume() {
    agent.ended(lease, 0, clock.instant());
    List<Item> all = open("events", "").toItsEnd();

    assertThat(all.subList(0, all.size() - 1))
        .extracting(item -> item.json().path("type").asText())
        .containsExactly(
            "workload.submitted",
            "lease.requested",
            "lease.provisioning",
            "workload.running",
            "workload.ended",
            "lease.reclaiming",
            "lease.closed",
            "workload.succeeded");
    List<Item> rest = open("events", all.get(5).id()).toItsEnd();
    assertThat(rest).isEqualTo(all.subList(6, all.size()));
  }

  @Test
  void theWholeTextAndPagesOfLines() {
    agent.ended(lease, 0, clock.instant());
    town.become(workload, "succeeded");

    assertThat(
            asOwner()
                .accept("text/plain")
                .get("/api/v1/workloads/" + workload + "/logs")
                .asString())
        .isEqualTo("one\ntwo\n");
    var page = town.get("/api/v1/workloads/" + workload + "/logs?limit=1");
    assertThat(page.path("items").findValuesAsText("line")).containsExactly("one");
    var next =
        town.get(
            "/api/v1/workloads/"
                + workload
                + "/logs?limit=1&after="
                + page.path("nextCursor").asText());
    assertThat(next.path("items").findValuesAsText("line")).containsExactly("two");
    asOwner()
        .accept("application/json")
        .get("/api/v1/workloads/" + workload + "/logs?after=x")
        .then()
        .statusCode(400);
  }

  private Stream open(String what, String lastEventId) {
    return Stream.open(
        URI.create(
            "http://localhost:%d/api/v1/workloads/%s/%s"
                .formatted(RestAssured.port, workload, what)),
        Owner.token(),
        lastEventId);
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
