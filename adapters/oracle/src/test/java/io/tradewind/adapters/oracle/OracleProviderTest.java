package io.tradewind.adapters.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OracleProviderTest {
  private final LoopbackApi api = LoopbackApi.start();
  private final FakePriceList oracle = new FakePriceList(api, 2);
  private final OracleFactory factory = new OracleFactory();
  private final TestContext context = TestContext.of(factory, Map.of("url", api.url()));
  private final Provider provider = factory.create(context).get(0);

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyPageIsReadAndAPageThatIsTheSameIsNotReadAgain() throws ProviderException {
    oracle.gpu("B1", "Compute - GPU - E3", "3.05").gpu("B2", "Compute - GPU - A10", "2");
    oracle.gpu("B3", "Compute - GPU - H200", "10").gpu("B4", "Compute - GPU - L40S", "3.5");
    OfferFeed first = provider.offers();
    assertThat(api.requests()).hasSize(3);
    context.clock().advance(Duration.ofHours(1));
    OfferFeed second = provider.offers();
    assertThat(second.offers()).hasSameSizeAs(first.offers());
    assertThat(second.offers().get(0).observedAt()).isEqualTo(context.clock().instant());
    assertThat(api.requests()).hasSize(6);
    assertThat(api.requests().subList(3, 6)).allMatch(it -> it.header("if-none-match").isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "Oracle Cloud Infrastructure - Compute - GPU - H100, BM.GPU.H100.8, 80",
    "Compute - GPU - A100 - v2, BM.GPU.A100-v2.8, 80",
    "Compute  - GPU - A10, BM.GPU.A10.4, 40",
    "Compute - GPU - E3, BM.GPU4.8, 80",
    "Compute - GPU Standard - V2, BM.GPU3.8, 80",
    "Compute - Virtual Machine GPU Standard - X7, VM.GPU2.1, 10"
  })
  void aProductIsPricedByTheAcceleratorAndSoldInMachines(String name, String type, String whole)
      throws ProviderException {
    oracle.gpu("B1", name, "10");
    assertThat(in("eu-frankfurt-1"))
        .filteredOn(offer -> offer.instanceType().name().equals(type))
        .extracting(offer -> offer.price().perHour().amount().stripTrailingZeros().toPlainString())
        .containsExactly(whole);
  }

  @Test
  void onePriceHoldsInEveryRegion() throws ProviderException {
    oracle.gpu("B1", "Compute - GPU - H100", "10");
    List<Offer> offers = provider.offers().offers();
    assertThat(offers).extracting(offer -> offer.region().provider().value()).containsOnly("oci");
    assertThat(offers)
        .extracting(offer -> offer.region().name())
        .hasSizeGreaterThan(30)
        .contains("us-ashburn-1", "uk-london-1");
  }

  @Test
  void twoPartsOfOnePriceAreOneOffer() throws ProviderException {
    oracle
        .gpu("B88517", "Compute - Bare Metal GPU Standard - X7", "1.275")
        .gpu("B88518", "Compute - Virtual Machine GPU Standard - X7", "1.275");
    OfferFeed feed = provider.offers();
    assertThat(feed.refused()).isEmpty();
    assertThat(in("uk-london-1")).hasSize(2);
  }

  @Test
  void whatCannotBeAnOfferIsRefusedWithItsReason() throws ProviderException {
    oracle
        .gpu("B1", "Compute - GPU - H100", "10")
        .gpu("B2", "Compute - GPU - H100", "11")
        .gpu("B3", "Compute - GPU - A10", "0")
        .gpu("B4", "Compute - GPU - L40S", "-1")
        .gpu("B5", "Compute - GPU - H200", "null")
        .gpu("B6", "Compute - GPU - E3", "\"3\"")
        .gpu("B7", "Compute - GPU - X9000", "1")
        .gpu("B8", "Compute - Graphics", "1")
        .item("B9", "Compute - GPU - B200", "GPU Per Month", "Compute - GPU", "1");
    OfferFeed feed = provider.offers();
    assertThat(feed.offers())
        .extracting(offer -> offer.instanceType().name())
        .containsOnly("BM.GPU.H100.8");
    assertThat(feed.refused())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.DUPLICATE_ID,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_NOT_POSITIVE,
            Reason.PRICE_MISSING,
            Reason.MALFORMED_ROW,
            Reason.UNKNOWN_ACCELERATOR,
            Reason.MALFORMED_ROW,
            Reason.MALFORMED_ROW);
  }

  @Test
  void aLinkInACircleEnds() {
    String next =
        "{\"rel\": \"next\", \"href\": \"%s%s?page=1\"}".formatted(api.url(), FakePriceList.PATH);
    api.on(
        "GET",
        FakePriceList.PATH,
        ApiReply.json("{\"items\": [], \"hasMore\": true, \"links\": [%s]}".formatted(next)));
    assertThat(catchThrowableOfType(ProviderException.class, provider::offers).fault())
        .isEqualTo(Fault.UNEXPECTED);
  }

  private List<Offer> in(String region) throws ProviderException {
    return provider.offers().offers().stream()
        .filter(offer -> offer.region().name().equals(region))
        .toList();
  }
}
