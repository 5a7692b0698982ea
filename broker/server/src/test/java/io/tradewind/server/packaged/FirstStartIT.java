package io.tradewind.server.packaged;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.server.testing.PackagedProduct;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example workload of the first start, as a person at the console sees it. */
class FirstStartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void theConsoleShowsChoiceReasonsLogChargeAndGrams(@TempDir Path folder) throws Exception {
    PackagedProduct product =
        PackagedProduct.start(
            folder.resolve("home"), PackagedProduct.freePort(), "tradewind.demo=true");
    try {
      String console = eventually(PATIENCE, product::console, it -> it.contains("See it"));

      assertThat(console)
          .contains("Choice     cpu-1-own in local/this-machine")
          .contains("Why        Chosen: cpu-1-own")
          .contains("Log        | Hello from")
          .contains("Log        | done")
          .containsPattern("Charge     0\\.\\d{9} USD for \\d+\\.\\d{3} s at ")
          .containsPattern("Carbon     0\\.\\d+ gCO2e, 0\\.\\d+ kWh");
    } finally {
      product.stop();
    }
  }
}
