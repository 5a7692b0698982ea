package io.tradewind.server.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandmarksTest {
  @Test
  void aLandmarkIsAKnownRegionAndWhereItAnswers() {
    Landmarks landmarks = new Landmarks(List.of("aws/eu-west-1=ec2.eu-west-1.amazonaws.com:443"));

    Landmarks.Landmark one = landmarks.of("network.landmark.aws_eu_west_1").orElseThrow();
    assertThat(one.region()).isEqualTo(Region.of("aws", "eu-west-1"));
    assertThat(one.told().host()).isEqualTo("ec2.eu-west-1.amazonaws.com");
    assertThat(one.told().port()).isEqualTo(443);
    assertThat(landmarks.of("network.landmark.elsewhere")).isEmpty();
    assertThat(new Landmarks(List.of()).told()).as("none unless asked for").isEmpty();
  }

  @Test
  void whatIsNoLandmarkIsRefusedInWords() {
    refused("ec2.eu-west-1.amazonaws.com:443", "Write provider/region=host:port");
    refused("aws/eu-west-1=ec2.amazonaws.com", "Write provider/region=host:port");
    refused("aws/moon-1=ec2.amazonaws.com:443", "nobody knows where that is");
    refused("aws/eu-west-1=ec2.amazonaws.com:99999", "outside 1 to 65535");
    assertThatThrownBy(
            () -> new Landmarks(List.of("aws/eu-west-1=one:443", "aws/eu-west-1=two:443")))
        .hasMessageContaining("each region once");
  }

  private static void refused(String written, String why) {
    assertThatThrownBy(() -> new Landmarks(List.of(written)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
