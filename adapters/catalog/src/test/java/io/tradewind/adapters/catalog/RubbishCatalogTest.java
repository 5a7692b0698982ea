package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.OfferFeed;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.OfferInvariants;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged at random are refused, in part or whole, and never break an invariant. */
class RubbishCatalogTest {
  private static final int FILES = 1_500;
  private static final List<String> WORDS =
      List.of(
          ",", "\"", "\n", "", "-1", "0", "NaN", "1e308", "1e-320", "∞", "H100", "tpu-v5p-8", "#");

  private final Random random = new Random(20_261_120);
  private Catalogs catalogs;

  @BeforeEach
  void writeInto(@TempDir Path folder) {
    catalogs = new Catalogs(folder);
  }

  @Test
  void damagedTextNeverReachesTheMarket() {
    String normalized =
        Catalogs.NORMALIZED
            + Catalogs.h100("98.32", "39.1")
            + "gcp,TPU-VM,us-central1,a,tpu-v5p-8,1,,google,0,0,16.8,7.1,x86_64\n"
            + "azure,Standard_D2s_v5,eastus,,,0,,,2,8,0.096,0.02,x86_64\n";
    String google =
        Catalogs.SKYPILOT
            + "a2-highgpu-2g,24,170,,,,us-central1,a,1.5,0.6\n"
            + ",,,A100,2,\"{'Gpus': []}\",us-central1,a,5.0,2.0\n"
            + "n1-highmem-8,8,52,,,,us-central1,a,0.4,\n";
    int whole = 0;
    for (int i = 0; i < FILES; i++) {
      boolean even = i % 2 == 0;
      whole += survives(even ? "offers.csv" : "gcp/vms.csv", damaged(even ? normalized : google));
    }
    assertThat(whole).as("files that could still be read").isBetween(FILES / 2, FILES - 1);
  }

  @Test
  void damagedBytesNeverReachTheMarket() {
    byte[] packed = Catalogs.gzipped(Catalogs.NORMALIZED + Catalogs.h100("98.32", "39.1"));
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = packed.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      survives("offers.csv.gz", bytes);
    }
  }

  private byte[] damaged(String text) {
    StringBuilder rubbish = new StringBuilder(text);
    for (int wounds = 1 + random.nextInt(3); wounds > 0; wounds--) {
      int from = random.nextInt(rubbish.length());
      int to = Math.min(rubbish.length(), from + random.nextInt(4));
      rubbish.replace(from, to, WORDS.get(random.nextInt(WORDS.size())));
    }
    return rubbish.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** 1 when the file was read, 0 when it was refused whole. Anything but these two fails. */
  private int survives(String name, byte[] bytes) {
    String path = catalogs.write(name, bytes).toString();
    try {
      OfferFeed feed = Catalogs.read(path);
      assertThat(OfferInvariants.violations(feed, Catalogs.CLOCK.instant()))
          .as("%s: %s", name, new String(bytes, StandardCharsets.UTF_8))
          .isEmpty();
      return 1;
    } catch (ProviderException e) {
      assertThat(e).hasMessageContaining(path);
      return 0;
    }
  }
}
