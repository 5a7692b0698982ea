package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.agent.Heartbeat.Landmark;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way to places that the broker names. */
class LandmarkProbeTest {
  @Test
  void theTimeOfAConnectionIsMeasuredAndWhoDoesNotAnswerIsLeftOut() throws Exception {
    try (ServerSocket near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed.close();

      var measured =
          LandmarkProbe.measure(
              LandmarkProbe.argument(
                  List.of(
                      new Landmark("gone", "127.0.0.1", closed.getLocalPort()),
                      new Landmark("aws_eu_west_1", "127.0.0.1", near.getLocalPort()))));

      assertThat(measured)
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.attribute()).isEqualTo("network.landmark.aws_eu_west_1");
                assertThat(one.value()).isPositive().isLessThan(1_000);
                assertThat(one.unit()).isEqualTo("ms");
                assertThat(one.method()).startsWith("the best of five TCP connections to 127.0");
              });
    }
  }

  @Test
  void withoutLandmarksNothingIsReached() {
    assertThat(LandmarkProbe.argument(List.of())).isEmpty();
    assertThat(LandmarkProbe.measure("")).isEmpty();
  }

  @Test
  void anAddressThatIsMoreThanAnAddressIsRefused() {
    for (String host : List.of("a b", "x=y", "-e\n", "", "a/b", "user@host")) {
      assertThatThrownBy(() -> new Landmark("aws_eu_west_1", host, 443))
          .as(host)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Landmark("Up", "host", 443))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Landmark("up", "host", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
