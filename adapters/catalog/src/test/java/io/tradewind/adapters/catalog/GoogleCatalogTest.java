package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google prices hosts and accelerators on separate rows. */
class GoogleCatalogTest {
  private static final String A2_HOST =
      "a2-highgpu-2g,24,170,,,,us-central1,us-central1-a,1.5,0.6\n";
  private static final String A100_PAIR =
      ",,,A100,2,{'Gpus': []},us-central1,us-central1-a,5.0,2.0\n";

  private Catalogs catalogs;

  @BeforeEach
  void writeInto(@TempDir Path folder) {
    catalogs = new Catalogs(folder);
  }

  @Test
  void aHostAndItsAcceleratorsAreOneOfferAtTheSumOfBoth() throws ProviderException {
    OfferFeed feed = catalogs.skyPilot("gcp", A2_HOST + A100_PAIR);
    assertThat(Catalogs.priced(feed))
        .containsExactly(
            "gcp:us-central1:us-central1-a:a2-highgpu-2g:A100x2:on_demand at 6.5",
            "gcp:us-central1:us-central1-a:a2-highgpu-2g:A100x2:spot at 2.6");
    assertThat(feed.offers().get(0).instanceType().vcpus()).isEqualTo(24);
    assertThat(feed.refused()).isEmpty();
    assertThat(feed.rows()).isEqualTo(2);
  }

  @Test
  void theOrderOfTheRowsMakesNoDifference() throws ProviderException {
    assertThat(Catalogs.priced(catalogs.skyPilot("gcp", A100_PAIR + A2_HOST)))
        .isEqualTo(Catalogs.priced(catalogs.skyPilot("gcp", A2_HOST + A100_PAIR)));
  }

  @Test
  void withoutASpotPriceOfBothThereIsNoSpot() throws ProviderException {
    OfferFeed feed = catalogs.skyPilot("gcp", A2_HOST + A100_PAIR.replace(",2.0\n", ",\n"));
    assertThat(Catalogs.ids(feed))
        .containsExactly("gcp:us-central1:us-central1-a:a2-highgpu-2g:A100x2:on_demand");
    assertThat(feed.refused()).isEmpty();
  }

  @Test
  void aHostWhoseAcceleratorsHaveNoPriceIsRefusedAndNotSoldBare() throws ProviderException {
    OfferFeed feed = catalogs.skyPilot("gcp", A2_HOST);
    assertThat(feed.offers()).isEmpty();
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.PRICE_MISSING);
    assertThat(feed.refused().get(0).detail()).contains("A100:2");
  }

  @Test
  void acceleratorsOfAnotherZoneDoNotCount() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot("gcp", A2_HOST + A100_PAIR.replace("central1-a", "central1-b"));
    assertThat(feed.offers()).isEmpty();
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.PRICE_MISSING, Reason.PRICE_MISSING);
  }

  @Test
  void acceleratorsAtZeroAreRefusedAndNotGivenAwayWithTheHost() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot("gcp", A2_HOST + A100_PAIR.replace(",5.0,2.0\n", ",0.0,2.0\n"));
    assertThat(Catalogs.priced(feed))
        .containsExactly("gcp:us-central1:us-central1-a:a2-highgpu-2g:A100x2:spot at 2.6");
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.PRICE_NOT_POSITIVE);
  }

  @Test
  void theHostOfAnA4IsPricedWithItsAccelerators() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot(
            "gcp",
            "a4-highgpu-8g,224,3968,,,,us-west1,us-west1-b,0.0,0.0\n"
                + ",,,B200,8,,us-west1,us-west1-b,64.44,41.08\n");
    assertThat(Catalogs.priced(feed))
        .containsExactly(
            "gcp:us-west1:us-west1-b:a4-highgpu-8g:B200x8:on_demand at 64.44",
            "gcp:us-west1:us-west1-b:a4-highgpu-8g:B200x8:spot at 41.08");
  }

  @Test
  void anN1HostIsSoldAloneAndWithWhatCanBeAttached() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot(
            "gcp",
            "n1-highmem-8,8,52,,,,us-west1,us-west1-b,0.4,\n"
                + ",,,V100,1,,us-west1,us-west1-b,2.48,\n"
                + ",,,T4,2,,us-west1,us-west1-b,0.7,\n");
    assertThat(Catalogs.priced(feed))
        .containsExactlyInAnyOrder(
            "gcp:us-west1:us-west1-b:n1-highmem-8:-:on_demand at 0.4",
            "gcp:us-west1:us-west1-b:n1-highmem-8:V100x1:on_demand at 2.88",
            "gcp:us-west1:us-west1-b:n1-highmem-8:T4x2:on_demand at 1.1");
  }

  @Test
  void theCountOfL4FollowsTheSizeOfTheHost() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot(
            "gcp",
            "g2-standard-32,32,128,,,,us-west1,us-west1-b,1.2,\n"
                + "g2-standard-24,24,96,,,,us-west1,us-west1-b,0.9,\n"
                + ",,,L4,1,,us-west1,us-west1-b,0.5,\n"
                + ",,,L4,2,,us-west1,us-west1-b,1.0,\n");
    assertThat(Catalogs.priced(feed))
        .containsExactly(
            "gcp:us-west1:us-west1-b:g2-standard-32:L4x1:on_demand at 1.7",
            "gcp:us-west1:us-west1-b:g2-standard-24:L4x2:on_demand at 1.9");
  }

  @Test
  void aTpuSliceIsPricedWhole() throws ProviderException {
    OfferFeed feed =
        catalogs.skyPilot("gcp", ",,,tpu-v3-8,1,tpu-v3-8,us-west1,us-west1-b,8.8,2.64\n");
    assertThat(Catalogs.ids(feed))
        .containsExactly(
            "gcp:us-west1:us-west1-b:TPU-VM:tpu-v3-8x1:on_demand",
            "gcp:us-west1:us-west1-b:TPU-VM:tpu-v3-8x1:spot");
    assertThat(feed.offers().get(0).accelerators().orElseThrow().count()).isEqualTo(4);
  }

  @Test
  void anAcceleratorRowWithAnUnreadableCountIsRefusedByLine() throws ProviderException {
    OfferFeed feed = catalogs.skyPilot("gcp", ",,,V100,one,,us-west1,us-west1-b,2.48,\n");
    assertThat(Catalogs.reasons(feed)).containsExactly(Reason.MALFORMED_ROW);
    assertThat(feed.refused().get(0).subject()).isEqualTo("line 2");
  }
}
