package io.tradewind.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tradewind.client.ApiClient;
import io.tradewind.client.ApiException;
import io.tradewind.client.Tradewind;
import io.tradewind.client.api.MarketApi;
import io.tradewind.client.api.MarketApi.APIListOffersRequest;
import io.tradewind.client.api.PlacementsApi;
import io.tradewind.client.api.PlacementsApi.APIPreviewPlacementRequest;
import io.tradewind.client.api.WorkloadsApi;
import io.tradewind.client.api.WorkloadsApi.APICancelWorkloadRequest;
import io.tradewind.client.api.WorkloadsApi.APIGetWorkloadRequest;
import io.tradewind.client.api.WorkloadsApi.APISubmitWorkloadRequest;
import io.tradewind.client.model.Offer;
import io.tradewind.client.model.OfferPage;
import io.tradewind.client.model.Placement;
import io.tradewind.client.model.Workload;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The generated client against a real broker. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class JavaClientTest {
  private static final Map<String, Object> NOWHERE =
      Map.of(
          "name",
          "generated",
          "resources",
          Map.of("accelerators", "H100:8"),
          "run",
          "echo hello",
          "placement",
          Map.of("providers", Map.of("allow", List.of("nobody-of-this-name"))));

  private ApiClient broker;

  @BeforeEach
  void connect() {
    broker = at(Owner.token());
  }

  @Test
  void offersAreTyped() throws ApiException {
    MarketApi market = new MarketApi(broker);

    OfferPage page =
        market.listOffers(APIListOffersRequest.newBuilder().accelerator("H100").limit(3).build());
    Offer offer = page.getItems().get(0);

    assertThat(page.getItems()).hasSize(3);
    assertThat(Objects.requireNonNull(offer.getAccelerator()).getModel()).isEqualTo("H100");
    assertThat(offer.getPrice().getAmount()).isNotBlank();
    assertThat(offer.getObservedAt()).isNotNull();
    assertThat(page.getNextCursor()).isNotBlank();
  }

  @Test
  void aPreviewAndAWorkloadComeBackWhole() throws ApiException {
    Placement preview =
        new PlacementsApi(broker)
            .previewPlacement(
                APIPreviewPlacementRequest.newBuilder()
                    .requestBody(Map.of("resources", Map.of("accelerators", "H100:8")))
                    .build());
    WorkloadsApi workloads = new WorkloadsApi(broker);
    APISubmitWorkloadRequest wish =
        APISubmitWorkloadRequest.newBuilder()
            .idempotencyKey("from-java")
            .requestBody(NOWHERE)
            .build();

    Workload first = workloads.submitWorkload(wish);
    Workload again = workloads.submitWorkload(wish);
    Workload read =
        workloads.getWorkload(APIGetWorkloadRequest.newBuilder().id(first.getId()).build());
    workloads.cancelWorkload(APICancelWorkloadRequest.newBuilder().id(first.getId()).build());

    assertThat(preview.getExplanation()).isNotEmpty();
    assertThat(preview.getConsidered()).isPositive();
    assertThat(again.getId()).isEqualTo(first.getId());
    assertThat(read.getState()).isEqualTo(Workload.StateEnum.UNPLACED);
    assertThat(read.getName()).isEqualTo("generated");
  }

  @Test
  void aRefusalCarriesTheProblem() {
    assertThatThrownBy(
            () ->
                new MarketApi(at("tw_wrong")).listOffers(APIListOffersRequest.newBuilder().build()))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.getCode()).isEqualTo(401);
              assertThat(refused.getResponseBody()).contains("sign_in_needed");
              assertThat(refused.toString()).doesNotContain("tw_wrong");
            });
  }

  private static ApiClient at(String token) {
    return Tradewind.at(URI.create("http://127.0.0.1:" + RestAssured.port), token).connect();
  }
}
