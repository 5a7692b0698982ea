package io.tradewind.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.tradewind.client.api.MarketApi;
import io.tradewind.client.model.OfferPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TradewindTest {
  private static final String PAGE =
      "{\"items\":[],\"nextCursor\":null,\"total\":0,\"marketVersion\":7,\"unheard\":\"of\"}";

  private volatile Headers heard = new Headers();
  private HttpServer broker;

  @BeforeEach
  void open() throws IOException {
    broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    broker.createContext(
        "/api/v1/offers",
        exchange -> {
          heard = exchange.getRequestHeaders();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          byte[] answer = PAGE.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    broker.start();
  }

  @AfterEach
  void close() {
    broker.stop(0);
  }

  @Test
  void itAsksInTheNameOfItsCallerAndReadsWhatANewerBrokerAdds() throws ApiException {
    Tradewind tradewind =
        Tradewind.at(
                URI.create("http://127.0.0.1:" + broker.getAddress().getPort() + "/"), "tw_x\n")
            .forOrganization("lab")
            .forProject("p");

    OfferPage page =
        new MarketApi(tradewind.connect())
            .listOffers(MarketApi.APIListOffersRequest.newBuilder().accelerator("H100").build());

    assertThat(page.getMarketVersion()).isEqualTo(7);
    assertThat(heard.getFirst("Authorization")).isEqualTo("Bearer tw_x");
    assertThat(heard.getFirst("Tradewind-Organization")).isEqualTo("lab");
    assertThat(heard.getFirst("Tradewind-Project")).isEqualTo("p");
  }

  @Test
  void itNeverShowsItsToken() {
    assertThat(Tradewind.at(URI.create("http://127.0.0.1"), "tw_secret").toString())
        .contains("127.0.0.1")
        .doesNotContain("tw_secret");
  }

  @Test
  void whatCannotWorkIsRefusedAtOnce() {
    assertThatThrownBy(() -> Tradewind.at(URI.create("compute.example.org"), "tw_x"))
        .hasMessageContaining("compute.example.org")
        .hasMessageContaining("https://");
    assertThatThrownBy(() -> Tradewind.at(URI.create("http://127.0.0.1"), " "))
        .hasMessageContaining("TRADEWIND_TOKEN");
  }
}
