package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each cloud's words, as its documentation gives them. */
class NoticeSourceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private final LoopbackApi cloud = LoopbackApi.start();

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void googleSaysPreempted() throws InterruptedException {
    google("FALSE");
    assertThat(look(NoticeSource.GOOGLE)).contains(new NoticeSource.Look(Optional.empty()));

    google("TRUE");
    assertThat(interruption(NoticeSource.GOOGLE))
        .isEqualTo(new Interruption(NOW.plusSeconds(30), "preempted"));
    assertThat(cloud.requests())
        .allMatch(request -> "Google".equals(request.headers().get("metadata-flavor")));
  }

  @Test
  void azureSaysPreemptAndWhen() throws InterruptedException {
    azure("");
    assertThat(look(NoticeSource.AZURE)).contains(new NoticeSource.Look(Optional.empty()));

    azure(event("Reboot", "Mon, 21 Nov 2026 08:10:00 GMT"));
    assertThat(look(NoticeSource.AZURE)).contains(new NoticeSource.Look(Optional.empty()));

    azure(event("Preempt", "Sat, 21 Nov 2026 08:01:30 GMT"));
    assertThat(interruption(NoticeSource.AZURE))
        .isEqualTo(
            new Interruption(Instant.parse("2026-11-21T08:01:30Z"), "scheduled event Preempt"));
  }

  @Test
  void anAzureEventThatHasBegunHasNoTimeAndIsSoon() throws InterruptedException {
    azure(event("Terminate", ""));

    assertThat(interruption(NoticeSource.AZURE))
        .isEqualTo(new Interruption(NOW.plusSeconds(30), "scheduled event Terminate"));
  }

  @Test
  void amazonAsksForATokenFirst() throws InterruptedException {
    cloud.on("PUT", "/latest/api/token", ApiReply.status(403, "off"));

    assertThat(look(NoticeSource.AWS)).isEmpty();
  }

  @Test
  void whereNobodyAnswersInTheCloudsOwnWayItIsNotThatCloud() throws InterruptedException {
    cloud.on("GET", "/computeMetadata/v1/instance/preempted", ApiReply.status(200, "TRUE"));

    assertThat(look(NoticeSource.GOOGLE)).isEmpty();
    assertThat(look(NoticeSource.AWS)).isEmpty();
    assertThat(look(NoticeSource.AZURE)).isEmpty();
  }

  private void google(String preempted) {
    cloud.on(
        "GET",
        "/computeMetadata/v1/instance/preempted",
        ApiReply.status(200, preempted).with("Metadata-Flavor", "Google"));
  }

  private void azure(String event) {
    cloud.on(
        "GET",
        "/metadata/scheduledevents",
        ApiReply.json("{\"DocumentIncarnation\": 1, \"Events\": [%s]}".formatted(event)));
  }

  private static String event(String type, String notBefore) {
    return """
           {"EventId": "f020ba2e", "EventType": "%s", "ResourceType": "VirtualMachine", "Resources": ["m"],
            "EventStatus": "Scheduled", "NotBefore": "%s"}
           """
        .formatted(type, notBefore);
  }

  private Optional<NoticeSource.Look> look(NoticeSource source) throws InterruptedException {
    return source.look(new MetadataService(URI.create(cloud.url() + "/")), NOW);
  }

  private Interruption interruption(NoticeSource source) throws InterruptedException {
    return look(source).flatMap(NoticeSource.Look::interruption).orElseThrow();
  }
}
