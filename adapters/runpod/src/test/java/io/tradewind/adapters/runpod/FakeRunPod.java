package io.tradewind.adapters.runpod;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The GraphQL endpoint: places, and every kind of accelerator with its stock at one of them. */
final class FakeRunPod {
  static final String PATH = "/graphql";

  private static final Pattern PLACE =
      Pattern.compile("(?:dataCenterId|countryCode): \\\\\"([A-Za-z0-9-]+)\\\\\"");

  private final List<String> centers = new ArrayList<>();
  private final List<String> countries = new ArrayList<>();
  private final Map<String, List<String>> sold = new HashMap<>();

  FakeRunPod(LoopbackApi api) {
    api.on("POST", PATH, this::answer);
  }

  FakeRunPod center(String id, boolean listed) {
    centers.add("{\"id\": \"%s\", \"listed\": %s}".formatted(id, listed));
    return this;
  }

  FakeRunPod country(String code) {
    countries.add("\"%s\"".formatted(code));
    return this;
  }

  FakeRunPod sells(String place, Gpu gpu) {
    sold.computeIfAbsent(place, name -> new ArrayList<>()).add(gpu.json());
    return this;
  }

  ApiReply sites() {
    return ApiReply.json(
        "{\"data\": {\"countryCodes\": [%s], \"dataCenters\": [%s]}}"
            .formatted(String.join(",", countries), String.join(",", centers)));
  }

  private ApiReply kinds() {
    String all =
        sold.values().stream().flatMap(List::stream).distinct().collect(Collectors.joining(","));
    return ApiReply.json("{\"data\": {\"gpuTypes\": [%s]}}".formatted(all));
  }

  private ApiReply answer(ApiRequest request) {
    Matcher place = PLACE.matcher(request.body());
    if (!place.find()) {
      return request.body().contains("gpuTypes") ? kinds() : sites();
    }
    List<String> here = sold.getOrDefault(place.group(1), List.of());
    return ApiReply.json("{\"data\": {\"gpuTypes\": [%s]}}".formatted(String.join(",", here)));
  }

  /** A kind of accelerator, with its stock by count; a count that is not named has none. */
  record Gpu(String id, String name, int memory, String prices, Map<Integer, String> stock) {
    static Gpu h100(Map<Integer, String> stock) {
      return new Gpu(
          "NVIDIA H100 80GB HBM3", "H100 SXM", 80, prices("2.99", "2.69", "1.75", "1.25"), stock);
    }

    Gpu at(String secure, String community, String secureSpot, String communitySpot) {
      return new Gpu(id, name, memory, prices(secure, community, secureSpot, communitySpot), stock);
    }

    private static String prices(
        String secure, String community, String secureSpot, String communitySpot) {
      return """
      "securePrice": %s, "communityPrice": %s, "secureSpotPrice": %s, "communitySpotPrice": %s\
      """
          .formatted(secure, community, secureSpot, communitySpot);
    }

    String json() {
      String counts =
          List.of(1, 2, 4, 8).stream()
              .map(count -> "\"x%d\": %s".formatted(count, stock(count)))
              .collect(Collectors.joining(", "));
      return "{\"id\": \"%s\", \"displayName\": \"%s\", \"memoryInGb\": %d, %s, %s}"
          .formatted(id, name, memory, prices, counts);
    }

    private String stock(int count) {
      String status = stock.get(count);
      return status == null
          ? "{\"stockStatus\": null, \"minVcpu\": null, \"minMemory\": null}"
          : "{\"stockStatus\": %s, \"minVcpu\": %d, \"minMemory\": %d}"
              .formatted(status, 20 * count, 125 * count);
    }
  }
}
