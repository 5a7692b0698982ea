package io.tradewind.server.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.api.SiteDirectory;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.OfferBuilder;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model in the workload file, over the list prices that ship with the product. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class ModelPreviewTest {
  @Inject LiveMarket market;

  @BeforeEach
  void theBundledListPrices() throws ProviderException {
    TestClock.CLOCK.set(OfferBuilder.NOON);
    market.market().feeds().forEach(feed -> market.replace(feed, List.of()));
    try (Provider bundled = bundledCatalog()) {
      market.replace(ProviderId.of("catalog"), bundled.offers().offers());
    }
    assertThat(market.market().size()).isGreaterThan(500);
  }

  @Test
  void aModelIsSizedPlacedAndExplained() {
    preview("model: { name: llama-3.1-70b, dtype: fp8, context: 8k, concurrency: 8 }")
        .statusCode(200)
        .body("outcome", equalTo("placed"))
        .body("choice.offer.accelerator.model", notNullValue())
        .body("explanation", hasItem(startsWith("llama-3.1-70b (70.55 billion parameters)")))
        .body("explanation", hasItem(startsWith("It needs ")))
        .body("rejections.reason", hasItem("dtype"));
  }

  @Test
  void anImageForRocmLeavesAmdAlone() {
    preview("model: { name: llama-3.1-70b }\nimage: rocm/vllm:latest")
        .statusCode(200)
        .body("outcome", equalTo("placed"))
        .body("choice.offer.accelerator.vendor", equalTo("amd"))
        .body("rejections.reason", hasItem("software"));
  }

  @Test
  void theTokensOfATrainingAreItsHours() {
    preview("model: { params: 8B, task: lora }\nwork: { tokens: 1B }")
        .statusCode(200)
        .body("outcome", equalTo("placed"))
        .body("explanation", hasItem(startsWith("The work takes ")));
  }

  @Test
  void anUnknownModelIsAProblemWithAdvice() {
    preview("model: { name: lama-3.1-70b }")
        .statusCode(422)
        .body("errors[0].field", equalTo("model.name"))
        .body("errors[0].advice", containsString("llama-3.1-70b"));
  }

  private static ValidatableResponse preview(String file) {
    return PreviewTest.preview("application/yaml", file + "\nrun: echo\n");
  }

  private static Provider bundledCatalog() {
    ProviderFactory factory =
        ServiceLoader.load(ProviderFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(one -> one.name().equals("catalog"))
            .findFirst()
            .orElseThrow();
    return factory.create(new BundledOnly()).get(0);
  }

  private record BundledOnly() implements ProviderContext {
    @Override
    public Clock clock() {
      return TestClock.CLOCK;
    }

    @Override
    public Optional<String> setting(String key) {
      return key.equals("bundled") ? Optional.of("true") : Optional.empty();
    }

    @Override
    public SiteDirectory sites() {
      throw new IllegalStateException("List prices need no sites.");
    }
  }
}
