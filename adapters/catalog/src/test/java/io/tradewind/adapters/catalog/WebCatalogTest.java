package io.tradewind.adapters.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebCatalogTest {
  private final CatalogServer server = new CatalogServer();

  @AfterEach
  void stopServing() {
    server.close();
  }

  @Test
  void aFileIsReadFromAnAddress() throws ProviderException {
    OfferFeed feed = Catalogs.read(address(""));
    assertThat(feed.offers()).hasSize(2);
    assertThat(feed.offers().get(0).source().url()).contains(URI.create(address("")));
  }

  @Test
  void whatMayBeSecretInAnAddressIsNotShown() throws ProviderException {
    CatalogProvider provider = Catalogs.provider(address("?token=hunter2"));
    Offer offer = provider.offers().offers().get(0);
    assertThat(offer.source().toString() + provider).doesNotContain("hunter2");
    server.answerNext(500, "");
    ProviderException thrown = catchThrowableOfType(ProviderException.class, provider::offers);
    assertThat(thrown).hasStackTraceContaining("offers.csv.gz");
    assertThat(Throwables.getStackTrace(thrown)).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "429, THROTTLED",
    "503, THROTTLED",
    "401, CREDENTIALS_REFUSED",
    "403, CREDENTIALS_REFUSED",
    "404, UNREACHABLE",
    "500, UNREACHABLE",
    "204, UNREACHABLE"
  })
  void anAnswerOtherThanTheFileIsNamedByTheNextMove(int answer, Fault fault) {
    server.answerNext(answer, "");
    ProviderException thrown = failure();
    assertThat(thrown.fault()).isEqualTo(fault);
    assertThat(thrown).hasMessageContaining(String.valueOf(answer)).hasMessageContaining("/lists/");
  }

  @Test
  void theServersOwnWaitIsKept() {
    server.answerNext(429, "17");
    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(17));
  }

  @Test
  void aWaitThatIsNoNumberIsNoWait() {
    server.answerNext(503, "Fri, 20 Nov 2026 12:00:00 GMT");
    assertThat(failure().retryAfter()).isEmpty();
  }

  @Test
  void aServerThatStallsInTheMiddleIsGivenUp() {
    server.stall();
    CatalogFile file = CatalogFile.parse(address(""), Duration.ofMillis(300));
    CatalogProvider provider =
        new CatalogProvider(ProviderId.of("catalog-test"), file, Catalogs.CLOCK);
    ProviderException thrown = catchThrowableOfType(ProviderException.class, provider::offers);
    assertThat(thrown.fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void nobodyThereIsUnreachable() {
    server.close();
    assertThat(failure().fault()).isEqualTo(Fault.UNREACHABLE);
  }

  private ProviderException failure() {
    return catchThrowableOfType(ProviderException.class, () -> Catalogs.read(address("")));
  }

  private String address(String query) {
    return server.address() + query;
  }
}
