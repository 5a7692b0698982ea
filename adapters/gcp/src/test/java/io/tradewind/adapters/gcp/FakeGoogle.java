package io.tradewind.adapters.gcp;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Google's token, billing and compute endpoints on this machine, page by page. */
final class FakeGoogle implements AutoCloseable {
  static final String KEY = "key-71d0-of-the-test";
  static final String PROJECT = "demo-project";
  static final String COMPUTE_SKUS = "/v1/services/6F81-5844-456A/skus";
  static final String TPU_SKUS = "/v1/services/E000-3F24-B8AA/skus";
  static final String MACHINES = "/compute/v1/projects/demo-project/aggregated/machineTypes";
  static final String ACCELERATORS =
      "/compute/v1/projects/demo-project/aggregated/acceleratorTypes";
  static final String REGIONS = "/compute/v1/projects/demo-project/regions";
  static final String QUOTAS =
      "/v1/projects/demo-project/locations/global/services/tpu.googleapis.com/quotaInfos";
  static final String TOKEN = "/token";
  private static final String PRIVATE_KEY = privateKey();

  final LoopbackApi api = LoopbackApi.start();
  final FakeInstances instances = new FakeInstances(api);
  final FakeNetworks networks = new FakeNetworks(api);
  final FakeTpus tpus = FakeTpus.start();
  private final Path credentialsFile = credentialsFile();
  private final List<String> computeSkus = new ArrayList<>();
  private final List<String> tpuSkus = new ArrayList<>();
  private final Map<String, List<String>> machines = new LinkedHashMap<>();
  private final Map<String, List<String>> accelerators = new LinkedHashMap<>();
  private final Map<String, String> warnings = new LinkedHashMap<>();
  private final Map<String, String> quotas = new LinkedHashMap<>();
  private final List<String> tpuQuotas = new ArrayList<>();
  private int pageSize = 2;

  FakeGoogle() {
    api.on("GET", COMPUTE_SKUS, request -> list("skus", computeSkus, request));
    api.on("GET", TPU_SKUS, request -> list("skus", tpuSkus, request));
    api.on("GET", MACHINES, request -> scopes("machineTypes", machines, request));
    api.on("GET", ACCELERATORS, request -> scopes("acceleratorTypes", accelerators, request));
    api.on("GET", QUOTAS, request -> list("quotaInfos", tpuQuotas, request));
    api.on("GET", REGIONS, request -> list("items", regions(), request));
    api.on(
        "POST",
        TOKEN,
        ApiReply.json(
            "{\"access_token\": \"token-of-the-test\", \"expires_in\": 3600, \"token_type\":"
                + " \"Bearer\"}"));
  }

  FakeGoogle pagesOf(int size) {
    pageSize = size;
    return this;
  }

  FakeGoogle sku(String sku) {
    computeSkus.add(sku);
    return this;
  }

  FakeGoogle tpuSku(String sku) {
    tpuSkus.add(sku);
    return this;
  }

  FakeGoogle machine(String zone, String name, int vcpus, int mebibytes) {
    return machine(zone, machineJson(name, vcpus, mebibytes, ""));
  }

  FakeGoogle machine(
      String zone, String name, int vcpus, int mebibytes, String accelerator, int count) {
    String with =
        ", \"accelerators\": [{\"guestAcceleratorType\": \"%s\", \"guestAcceleratorCount\": %d}]"
            .formatted(accelerator, count);
    return machine(zone, machineJson(name, vcpus, mebibytes, with));
  }

  FakeGoogle machine(String zone, String json) {
    instances.zone(zone);
    networks.region(zone.substring(0, zone.lastIndexOf('-')));
    machines.computeIfAbsent(zone, any -> new ArrayList<>()).add(json);
    return this;
  }

  FakeGoogle accelerator(String zone, String name) {
    accelerators
        .computeIfAbsent(zone, any -> new ArrayList<>())
        .add(
            "{\"kind\": \"compute#acceleratorType\", \"name\": \"%s\", \"maximumCardsPerInstance\": 4}"
                .formatted(name));
    return this;
  }

  FakeGoogle silent(String zone) {
    machines.remove(zone);
    accelerators.remove(zone);
    warnings.put(zone, "UNREACHABLE");
    return this;
  }

  FakeGoogle empty(String zone) {
    warnings.put(zone, "NO_RESULTS_ON_PAGE");
    return this;
  }

  FakeGoogle quota(String region, String metric, int limit, int usage) {
    quotas.put(
        region,
        "{\"metric\": \"%s\", \"limit\": %d.0, \"usage\": %d.0}".formatted(metric, limit, usage));
    return this;
  }

  /**
   * @param details such as {@code {"value": "8"}}; empty where nothing was granted
   */
  FakeGoogle tpuQuota(String id, String details, String... zones) {
    String places =
        List.of(zones).stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(", "));
    tpuQuotas.add(
        "{\"quotaId\": \"%s\", \"dimensions\": [\"zone\"], \"dimensionsInfos\": [{\"details\": %s, \"applicableLocations\": [%s]}]}"
            .formatted(id, details, places));
    return this;
  }

  /** A key alone. */
  Map<String, String> keySettings() {
    return Map.of("api-key", KEY, "endpoint-billing", api.url(), "endpoint-compute", api.url());
  }

  /** A key for the prices, and an account for the rest. */
  Map<String, String> accountSettings() {
    Map<String, String> settings = new LinkedHashMap<>(keySettings());
    settings.put("project", PROJECT);
    settings.put("endpoint-tpu", tpus.endpoint());
    settings.put("endpoint-quotas", api.url());
    settings.put("credentials-file", credentialsFile.toString());
    return settings;
  }

  static String sku(
      String id, String description, String usageType, String unit, String usd, String... regions) {
    String[] parts = usd.split("\\.", -1);
    boolean isNegative = usd.startsWith("-");
    String fraction = (parts.length > 1 ? parts[1] : "") + "000000000";
    String nanos = (isNegative ? "-" : "") + Long.parseLong(fraction.substring(0, 9));
    String places =
        List.of(regions).stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(", "));
    return """
    {"name": "services/6F81-5844-456A/skus/%s", "skuId": "%s", "description": "%s",
     "category": {"serviceDisplayName": "Compute Engine", "resourceFamily": "Compute",
                  "resourceGroup": "any", "usageType": "%s"},
     "serviceRegions": [%s],
     "pricingInfo": [{"summary": "", "effectiveTime": "2026-11-19T08:00:00Z",
       "currencyConversionRate": 1,
       "pricingExpression": {"usageUnit": "%s", "displayQuantity": 1,
         "tieredRates": [{"startUsageAmount": 0,
           "unitPrice": {"currencyCode": "USD", "units": "%s", "nanos": %s}}]}}],
     "serviceProviderName": "Google"}
    """
        .formatted(
            id,
            id,
            description,
            usageType,
            places,
            unit,
            parts[0].isEmpty() || parts[0].equals("-") ? "0" : parts[0],
            nanos);
  }

  @Override
  public void close() {
    api.close();
    tpus.close();
    try {
      Files.delete(credentialsFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path credentialsFile() {
    String json =
        """
        {"type": "service_account", "project_id": "%s", "private_key_id": "1",
         "client_email": "reader@demo-project.iam.gserviceaccount.com", "client_id": "1",
         "private_key": "%s", "token_uri": "%s"}
        """
            .formatted(PROJECT, PRIVATE_KEY, api.url() + TOKEN);
    try {
      return Files.writeString(Files.createTempFile("account", ".json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ApiReply list(String name, List<String> items, ApiRequest request) {
    int from = page(request);
    int to = Math.min(items.size(), from + pageSize);
    String token = to < items.size() ? String.valueOf(to) : "";
    return ApiReply.json(
        "{\"%s\": [%s], \"nextPageToken\": \"%s\"}"
            .formatted(name, String.join(",", items.subList(from, to)), token));
  }

  /** One zone a page. */
  private ApiReply scopes(String name, Map<String, List<String>> byZone, ApiRequest request) {
    List<String> scopes = new ArrayList<>();
    byZone.forEach(
        (zone, items) ->
            scopes.add(
                "\"zones/%s\": {\"%s\": [%s]}".formatted(zone, name, String.join(",", items))));
    warnings.forEach(
        (zone, code) ->
            scopes.add(
                "\"zones/%s\": {\"warning\": {\"code\": \"%s\", \"message\": \"about %s\"}}"
                    .formatted(zone, code, zone)));
    int page = page(request);
    String items = page < scopes.size() ? scopes.get(page) : "";
    String next = page + 1 < scopes.size() ? String.valueOf(page + 1) : "";
    return ApiReply.json(
        "{\"kind\": \"compute#aggregatedList\", \"items\": {%s}, \"nextPageToken\": \"%s\"}"
            .formatted(items, next));
  }

  static boolean isFirstPage(ApiRequest request) {
    return token(request).isEmpty();
  }

  private static int page(ApiRequest request) {
    return token(request).map(Integer::parseInt).orElse(0);
  }

  private static Optional<String> token(ApiRequest request) {
    return request.parameter("pageToken").filter(token -> !token.isEmpty());
  }

  private List<String> regions() {
    return quotas.entrySet().stream()
        .map(
            entry ->
                "{\"kind\": \"compute#region\", \"name\": \"%s\", \"quotas\": [%s]}"
                    .formatted(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String machineJson(String name, int vcpus, int mebibytes, String more) {
    return "{\"kind\": \"compute#machineType\", \"name\": \"%s\", \"guestCpus\": %d, \"memoryMb\": %d%s}"
        .formatted(name, vcpus, mebibytes, more);
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"
          .formatted(Base64.getEncoder().encodeToString(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
