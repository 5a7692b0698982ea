package io.tradewind.adapters.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.net.MalformedURLException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/**
 * Azure's sign-in, its Resource Manager and its price list on this machine. The SDK believes that
 * it talks to Azure, over https: only the last step of the way is another.
 */
final class FakeAzure implements AutoCloseable {
  static final String SUBSCRIPTION = "00000000-0000-0000-0000-00000000aaaa";
  static final String SECRET = "secret-4be1-of-the-test";
  static final String TENANT = "00000000-0000-0000-0000-00000000bbbb";
  static final String SKUS =
      "/subscriptions/%s/providers/Microsoft.Compute/skus".formatted(SUBSCRIPTION);
  static final String SIGN_IN = "/%s/oauth2/v2.0/token".formatted(TENANT);

  private static final String CLOUDS =
      """
      {"tenant_discovery_endpoint":
         "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
       "api-version": "1.1",
       "metadata": [{"preferred_network": "login.microsoftonline.com",
         "preferred_cache": "login.windows.net",
         "aliases": ["login.microsoftonline.com", "login.windows.net"]}]}
      """;

  final LoopbackApi api = LoopbackApi.start();
  final FakeRetailPrices retail = new FakeRetailPrices(api, 2);
  final FakeMachines machines = new FakeMachines();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final String client = UUID.randomUUID().toString();
  private final Map<String, List<String>> sizes = new HashMap<>();
  private final Map<String, Deque<ApiReply>> failures = new HashMap<>();

  FakeAzure() {
    on("POST", SIGN_IN, request -> ApiReply.json(token()));
    on("GET", "/common/discovery/instance", request -> ApiReply.json(CLOUDS));
    on("GET", "/metadata/identity/oauth2/token", request -> ApiReply.json(token()));
    on("GET", SKUS, this::skus);
    api.otherwise(machines::answer);
  }

  /** The next so many calls of a path are answered with this. */
  synchronized FakeAzure fail(String path, int times, ApiReply reply) {
    for (int i = 0; i < times; i++) {
      failures.computeIfAbsent(path, any -> new ArrayDeque<>()).add(reply);
    }
    return this;
  }

  /** Whatever was to go wrong does not. */
  synchronized void recover() {
    failures.clear();
    machines.recover();
  }

  FakeAzure size(String region, String json) {
    sizes.computeIfAbsent(region, any -> new ArrayList<>()).add(json);
    return this;
  }

  /**
   * @param quotas as {@link #quota} writes them
   */
  FakeAzure quotas(String region, String... quotas) {
    on(
        "GET",
        usages(region),
        request -> ApiReply.json("{\"value\": [%s]}".formatted(String.join(",", quotas))));
    return this;
  }

  static String usages(String region) {
    return "/subscriptions/%s/providers/Microsoft.Compute/locations/%s/usages"
        .formatted(SUBSCRIPTION, region);
  }

  static String quota(String name, long used, long limit) {
    return """
    {"unit": "Count", "currentValue": %d, "limit": %d,
     "name": {"value": "%s", "localizedValue": "any"}}\
    """
        .formatted(used, limit, name);
  }

  static String error(String code, String message) {
    return "{\"error\": {\"code\": \"%s\", \"message\": \"%s\"}}".formatted(code, message);
  }

  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("subscription", SUBSCRIPTION);
    settings.put("tenant", TENANT);
    settings.put("client-id", client);
    settings.put("client-secret", SECRET);
    settings.put("regions", "eastus");
    settings.put("retail-url", api.url());
    settings.put("time-limit", "PT20S");
    return settings;
  }

  AzureFactory factory() {
    return new AzureFactory(
        limit -> new Detour(AzureSession.transport(limit), api.url()), pauses::add);
  }

  List<ApiRequest> calls(String path) {
    return api.requests().stream().filter(request -> request.path().equals(path)).toList();
  }

  @Override
  public void close() {
    api.close();
  }

  private void on(
      String method, String path, java.util.function.Function<ApiRequest, ApiReply> answer) {
    api.on(method, path, request -> scripted(path).orElseGet(() -> answer.apply(request)));
  }

  private synchronized Optional<ApiReply> scripted(String path) {
    return Optional.ofNullable(failures.getOrDefault(path, new ArrayDeque<>()).poll());
  }

  private static String token() {
    return "{\"token_type\": \"Bearer\", \"expires_in\": 3599, \"ext_expires_in\": 3599,"
        + " \"expires_on\": \"4102444800\", \"resource\": \"https://management.azure.com/\","
        + " \"access_token\": \"token-of-the-test\"}";
  }

  /** Two sizes a page; the link to the next names Azure's own host, as Azure does. */
  private ApiReply skus(ApiRequest request) {
    if (!request.header("authorization").orElse("").equals("Bearer token-of-the-test")) {
      return ApiReply.status(401, error("InvalidAuthenticationToken", "no token"));
    }
    String filter = request.parameter("$filter").orElse("");
    String region = filter.replaceAll("location eq '(.*)'", "$1");
    List<String> all = sizes.getOrDefault(region, List.of());
    int from = Integer.parseInt(request.parameter("$skiptoken").orElse("0"));
    int to = Math.min(all.size(), from + 2);
    String next =
        to < all.size()
            ? "\"https://management.azure.com%s?api-version=2021-07-01&$filter=%s&$skiptoken=%d\""
                .formatted(SKUS, filter.replace(" ", "%20"), to)
            : "null";
    return ApiReply.json(
        "{\"value\": [%s], \"nextLink\": %s}"
            .formatted(String.join(",", all.subList(from, to)), next));
  }

  /** Sends everything to this machine. */
  private record Detour(HttpClient out, String here) implements HttpClient {
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return out.send(redirected(request));
    }

    private HttpRequest redirected(HttpRequest request) {
      URL url = request.getUrl();
      if (url.toString().startsWith(here)) {
        return request;
      }
      try {
        return request.copy().setUrl(new URL(here + url.getFile()));
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }
  }
}
