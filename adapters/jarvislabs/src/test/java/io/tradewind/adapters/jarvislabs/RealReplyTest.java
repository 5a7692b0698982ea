package io.tradewind.adapters.jarvislabs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.OptionalData;
import io.tradewind.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two replies as others have recorded them, the second with numbers that are none. */
class RealReplyTest {
  @Test
  void aRecordedReplyIsUnderstood() throws IOException, ProviderException {
    OfferFeed feed = read(replies()[0]);
    assertThat(feed.refused()).isEmpty();
    assertThat(feed.offers())
        .extracting(offer -> offer.region().name())
        .contains("india-noida-01", "india-chennai-01", "europe-01");
  }

  @Test
  void recordedNumbersThatAreNoneAreRefused() throws IOException, ProviderException {
    // One good row more: when nothing can be read, the API has changed.
    String mended =
        replies()[1].replaceFirst(
            "\\[", "[" + FakeJarvisLabs.row("L4", "24", 1, "0.44", "null") + ",");
    OfferFeed feed = read(mended);
    assertThat(feed.offers()).hasSize(1);
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(Reason.MALFORMED_ROW, Reason.MALFORMED_ROW);
  }

  private static OfferFeed read(String reply) throws ProviderException {
    JarvisLabsFactory factory = new JarvisLabsFactory();
    try (LoopbackApi api = LoopbackApi.start()) {
      api.on("GET", FakeJarvisLabs.PATH, ApiReply.json(reply));
      return factory
          .create(TestContext.of(factory, Map.of("url", api.url(), "api-key", "k")))
          .get(0)
          .offers();
    }
  }

  /** The file is a list of two replies. */
  private static String[] replies() throws IOException {
    String file =
        Files.readString(OptionalData.require("samples/gpuhunt-provider-replies/jarvislabs.json"))
            .strip();
    String[] parts = file.substring(1, file.length() - 1).split("(?m)^ \\},\\s*$", 2);
    return new String[] {parts[0] + "}", parts[1]};
  }
}
