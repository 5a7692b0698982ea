package io.tradewind.adapters.alibaba;

import io.tradewind.api.Secret;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Four actions of ECS as documented, at one address for all regions. Checks the signature over what
 * has arrived, its time, and that no nonce comes twice.
 */
final class FakeAlibaba {
  static final String KEY_ID = "LTAI-7";
  static final String KEY_SECRET = "key-5f2c-of-the-test";
  private static final Duration SKEW = Duration.ofMinutes(15);
  private static final List<String> SIGNED =
      List.of("x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce");

  private final List<String> shapes = new ArrayList<>();
  private final Map<String, Map<String, List<String>>> stock = new LinkedHashMap<>();
  private final Map<String, String> prices = new LinkedHashMap<>();
  private final Map<String, List<String>> samples = new LinkedHashMap<>();
  private final Set<String> nonces = new HashSet<>();
  private final InstantSource clock;
  private final int pageSize;
  private String currency = "USD";

  FakeAlibaba(LoopbackApi api, InstantSource clock, int pageSize) {
    this.clock = clock;
    this.pageSize = pageSize;
    api.on("GET", "/", this::answer);
  }

  FakeAlibaba billedIn(String code) {
    currency = code;
    return this;
  }

  FakeAlibaba makes(String type, String card, double gigabytes, int count) {
    return makes(
        """
        {"InstanceTypeId": "%s", "InstanceTypeFamily": "some", "CpuCoreCount": 16, "MemorySize": 125.0,
         "GPUAmount": %d, "GPUSpec": "%s", "GPUMemorySize": %s, "CpuArchitecture": "X86",
         "EriQuantity": 1, "LocalStorageCategory": ""}\
        """
            .formatted(type, count, card, gigabytes));
  }

  FakeAlibaba makes(String shape) {
    shapes.add(shape);
    return this;
  }

  FakeAlibaba sells(String zone, String type, String status, String category) {
    return stocks("NoSpot", zone, type, status, category);
  }

  FakeAlibaba sellsSpot(String zone, String type) {
    return stocks("SpotAsPriceGo", zone, type, "Available", "WithStock");
  }

  /**
   * @param price of the machine alone, as JSON; the total that is told beside it holds a disk too
   */
  FakeAlibaba priced(String type, String price) {
    prices.put(type, price);
    return this;
  }

  FakeAlibaba sampled(String zone, String type, String price, String at) {
    samples
        .computeIfAbsent(type, it -> new ArrayList<>())
        .add(
            """
            {"IoOptimized": "optimized", "ZoneId": "%s", "SpotPrice": %s, "Timestamp": "%s",
             "NetworkType": "vpc", "InstanceType": "%s", "OriginPrice": 99}\
            """
                .formatted(zone, price, at, type));
    return this;
  }

  static ApiReply error(int status, String code) {
    return ApiReply.status(
        status,
        """
        {"RequestId": "r-1", "HostId": "ecs.aliyuncs.com", "Code": "%s", "Message": "some words"}\
        """
            .formatted(code));
  }

  ApiReply firstPage() {
    return shapes("0");
  }

  private FakeAlibaba stocks(
      String strategy, String zone, String type, String status, String category) {
    stock
        .computeIfAbsent(strategy, it -> new LinkedHashMap<>())
        .computeIfAbsent(zone, it -> new ArrayList<>())
        .add(
            "{\"Value\": \"%s\", \"Status\": \"%s\", \"StatusCategory\": \"%s\"}"
                .formatted(type, status, category));
    return this;
  }

  private ApiReply answer(ApiRequest request) {
    Instant signedAt = Instant.parse(request.header("x-acs-date").orElse("1970-01-01T00:00:00Z"));
    if (Duration.between(signedAt, clock.instant()).abs().compareTo(SKEW) > 0) {
      return error(400, "InvalidTimeStamp.Expired");
    }
    if (!nonces.add(request.header("x-acs-signature-nonce").orElse(""))) {
      return error(400, "SignatureNonceUsed");
    }
    if (!request.header("authorization").orElse("").equals(expected(request))) {
      return error(400, "SignatureDoesNotMatch");
    }
    return act(request);
  }

  private ApiReply act(ApiRequest request) {
    return switch (request.header("x-acs-action").orElse("")) {
      case "DescribeInstanceTypes" -> shapes(request.parameter("NextToken").orElse("0"));
      case "DescribeAvailableResource" -> stock(request.parameter("SpotStrategy").orElseThrow());
      case "DescribePrice" -> price(request.parameter("InstanceType").orElseThrow());
      case "DescribeSpotPriceHistory" ->
          samples(
              request.parameter("InstanceType").orElseThrow(),
              Integer.parseInt(request.parameter("Offset").orElse("0")));
      default -> error(404, "InvalidAction.NotFound");
    };
  }

  private ApiReply shapes(String token) {
    int from = Integer.parseInt(token);
    int to = Math.min(from + pageSize, shapes.size());
    return ApiReply.json(
        "{\"RequestId\": \"r-1\", \"NextToken\": \"%s\", \"InstanceTypes\": {\"InstanceType\": [%s]}}"
            .formatted(
                to < shapes.size() ? String.valueOf(to) : "",
                String.join(",", shapes.subList(from, to))));
  }

  private ApiReply stock(String strategy) {
    Map<String, List<String>> zones = stock.getOrDefault(strategy, Map.of());
    if (zones.isEmpty()) {
      return ApiReply.json("{\"RequestId\": \"r-1\"}");
    }
    return ApiReply.json(
        zones.entrySet().stream()
            .map(
                zone ->
                    """
                    {"ZoneId": "%s", "RegionId": "some", "Status": "Available",
                     "StatusCategory": "WithStock", "AvailableResources": {"AvailableResource": [
                       {"Type": "InstanceType",
                        "SupportedResources": {"SupportedResource": [%s]}}]}}\
                    """
                        .formatted(zone.getKey(), String.join(",", zone.getValue())))
            .collect(
                Collectors.joining(
                    ",",
                    "{\"RequestId\": \"r-1\", \"AvailableZones\": {\"AvailableZone\": [",
                    "]}}")));
  }

  private ApiReply price(String type) {
    if (!prices.containsKey(type)) {
      return error(404, "InvalidInstanceType.NotFound");
    }
    return ApiReply.json(
        """
        {"RequestId": "r-1", "PriceInfo": {"Rules": {"Rule": []}, "Price": {
          "OriginalPrice": 100, "DiscountPrice": 0, "TradePrice": 100, "Currency": "%s",
          "DetailInfos": {"DetailInfo": [
            {"Resource": "systemDisk", "TradePrice": 0.01},
            {"Resource": "instanceType", "OriginalPrice": 99, "TradePrice": %s}]}}}}\
        """
            .formatted(currency, prices.get(type)));
  }

  private ApiReply samples(String type, int offset) {
    List<String> all = samples.getOrDefault(type, List.of());
    int to = Math.min(offset + pageSize, all.size());
    return ApiReply.json(
        """
        {"RequestId": "r-1", "Currency": "%s", "NextOffset": %d,
         "SpotPrices": {"SpotPriceType": [%s]}}\
        """
            .formatted(
                currency, to < all.size() ? to : 0, String.join(",", all.subList(offset, to))));
  }

  private static String expected(ApiRequest request) {
    TreeMap<String, String> headers = new TreeMap<>();
    SIGNED.forEach(name -> headers.put(name, request.header(name).orElse("")));
    headers.put("host", request.header("host").orElse(""));
    headers.put("x-acs-version", request.header("x-acs-version").orElse(""));
    String query =
        request.query().entrySet().stream()
            .map(it -> it.getKey() + "=" + escaped(it.getValue()))
            .collect(Collectors.joining("&"));
    return new Signature(KEY_ID, new Secret(KEY_SECRET)).authorization("GET", query, headers);
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
