package io.tradewind.adapters.verda;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The documented calls: tokens against client credentials, bare lists, prices as texts, and no word
 * on what is sold out. Refuses whoever has no token, or one that was withdrawn.
 */
final class FakeVerda {
  static final String SECRET = "key-5f2c-of-the-test";

  private final List<String> types = new ArrayList<>();
  private final List<String> locations = new ArrayList<>();
  private final Map<String, List<String>> onDemand = new LinkedHashMap<>();
  private final Map<String, List<String>> spot = new LinkedHashMap<>();
  private int tokens;

  FakeVerda(LoopbackApi api) {
    api.on("POST", "/v1/oauth2/token", this::token);
    api.on("GET", "/v1/locations", request -> guarded(request, this::locations));
    api.on("GET", "/v1/instance-types", request -> guarded(request, this::types));
    api.on("GET", "/v1/instance-availability", request -> guarded(request, () -> free(request)));
  }

  FakeVerda in(String... codes) {
    locations.addAll(List.of(codes));
    return this;
  }

  FakeVerda sells(String type, int count, String card, String price, String spotPrice) {
    String description = count == 0 ? "" : count + "x " + card;
    types.add(
        """
        {"id": "%d", "instance_type": "%s", "model": "some", "name": "%s", "manufacturer": "some",
         "cpu": {"description": "30 CPU", "number_of_cores": 30}, "currency": "usd", "p2p": null,
         "gpu": {"description": "%s", "number_of_gpus": %d},
         "gpu_memory": {"description": "80GB GPU RAM", "size_in_gigabytes": 80},
         "memory": {"description": "120GB RAM", "size_in_gigabytes": 120},
         "price_per_hour": %s, "spot_price": %s, "storage": {"description": "dynamic"},
         "supported_os": ["ubuntu-24.04"]}\
        """
            .formatted(types.size(), type, card, description, count, price, spotPrice));
    return this;
  }

  FakeVerda says(String type) {
    types.add(type);
    return this;
  }

  FakeVerda has(String location, String type) {
    onDemand.computeIfAbsent(location, it -> new ArrayList<>()).add(type);
    return this;
  }

  FakeVerda hasSpot(String location, String type) {
    spot.computeIfAbsent(location, it -> new ArrayList<>()).add(type);
    return this;
  }

  /** The token that was given out last is no longer known. */
  void forgetsItsTokens() {
    tokens += 1;
  }

  ApiReply grant() {
    return ApiReply.json(
        """
        {"access_token": "token-%d", "refresh_token": "r", "scope": "cloud-api-v1",
         "token_type": "Bearer", "expires_in": 3600}\
        """
            .formatted(tokens));
  }

  private ApiReply token(ApiRequest request) {
    boolean isKnown =
        request.body().contains("\"client_credentials\"")
            && request.body().contains("\"client_id\": \"client-7\"")
            && request.body().contains("\"client_secret\": \"%s\"".formatted(SECRET));
    if (!isKnown) {
      return ApiReply.status(
          401, "{\"code\": \"unauthorized_request\", \"message\": \"Invalid client\"}");
    }
    tokens++;
    return grant();
  }

  private ApiReply guarded(ApiRequest request, Supplier<ApiReply> reply) {
    return knows(request) ? reply.get() : stranger();
  }

  /** Whoever holds the token that was given out last. */
  boolean knows(ApiRequest request) {
    return request.header("authorization").equals(Optional.of("Bearer token-" + tokens));
  }

  static ApiReply stranger() {
    return ApiReply.status(
        401, "{\"code\": \"unauthorized_request\", \"message\": \"Access token is expired\"}");
  }

  private ApiReply locations() {
    return ApiReply.json(
        locations.stream()
            .map(
                code ->
                    "{\"code\": \"%s\", \"name\": \"Finland\", \"country_code\": \"FI\"}"
                        .formatted(code))
            .collect(Collectors.joining(",", "[", "]")));
  }

  private ApiReply types() {
    return ApiReply.json("[%s]".formatted(String.join(",", types)));
  }

  private ApiReply free(ApiRequest request) {
    boolean isSpot = request.parameter("isSpot").orElseThrow().equals("true");
    return ApiReply.json(
        (isSpot ? spot : onDemand)
            .entrySet().stream()
                .map(
                    it ->
                        "{\"location_code\": \"%s\", \"availabilities\": [\"%s\"]}"
                            .formatted(it.getKey(), String.join("\",\"", it.getValue())))
                .collect(Collectors.joining(",", "[", "]")));
  }
}
