package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Secret;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestClientTest {
  private static final ProviderId ACME = ProviderId.of("acme");
  private static final String KEY = "key-of-the-test-7731";

  private final LoopbackApi api = LoopbackApi.start();
  private final List<Duration> waits = new ArrayList<>();

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void aReplyIsReadAndTheKeyIsSent() throws ProviderException, RefusedRow {
    api.on("GET", "/v1/things", ApiReply.json("{\"name\": \"one\"}"));
    assertThat(keyed().get("/v1/things").text("name")).isEqualTo("one");
    assertThat(api.requests().get(0).header("authorization")).contains("Bearer " + KEY);
  }

  @Test
  void pagesAreFollowedToTheEnd() throws ProviderException, RefusedRow {
    api.on("GET", "/v1/things", this::page);
    List<String> names = new ArrayList<>();
    RestClient client = keyless();
    Optional<Call> next = Optional.of(Call.get("/v1/things", Map.of("filter", "a b&c")));
    while (next.isPresent()) {
      Json page =
          client.read(next.get(), reply -> reply.each("items", it -> names.add(it.text("name"))));
      Optional<String> link = page.optionalText("next");
      next = link.isPresent() ? Optional.of(client.follow(link.get())) : Optional.empty();
    }
    assertThat(names).containsExactly("0", "1", "2", "3");
    assertThat(api.requests()).allMatch(it -> it.parameter("filter").equals(Optional.of("a b&c")));
  }

  @Test
  void aLinkToElsewhereIsNotFollowed() {
    ProviderException failure = failure(() -> keyless().follow("http://169.254.169.254/latest"));
    assertThat(failure.fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(failure).hasMessageContaining("leads elsewhere");
  }

  @Test
  void aLinkMayNameTheUsualPort() throws ProviderException {
    RestClient client = client("https://prices.example.org", Optional.empty(), limits());
    Call call = client.follow("https://prices.example.org:443/api?$skip=1000&f=a eq 'b'");
    assertThat(call.path()).isEqualTo("/api?$skip=1000&f=a%20eq%20'b'");
  }

  @Test
  void aBaseWithAPathIsNotDoubled() throws ProviderException {
    api.on("GET", "/base/v1/more", ApiReply.json("{}"));
    RestClient client = client(api.url() + "/base/", Optional.empty(), limits());
    client.read(client.follow(api.url() + "/base/v1/more?page=2"), JsonReply::whole);
    assertThat(api.requests().get(0).path()).isEqualTo("/base/v1/more");
  }

  @Test
  void theWaitsGrowUntilTheTriesAreSpent() {
    api.next(ApiReply.status(429), ApiReply.status(429), ApiReply.status(429));
    assertThat(failure(() -> keyless().get("/x")).fault()).isEqualTo(Fault.THROTTLED);
    assertThat(api.requests()).hasSize(3);
    assertThat(waits).hasSize(2);
    assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    assertThat(waits.get(1)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(3000));
  }

  @Test
  void whatMakesSomethingIsAskedOnceAndNotForLong() {
    api.next(ApiReply.throttled(Duration.ofSeconds(3)), ApiReply.json("{}"));
    RestClient maker = client(api.url(), Optional.empty(), RestLimits.STANDARD).making();
    ProviderException failure = failure(() -> maker.get("/x"));
    assertThat(failure.fault()).isEqualTo(Fault.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(api.requests()).hasSize(1);
    assertThat(maker.longestCall()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void machinesAreNotAskedForThroughAPatientClient() {
    RestClient patient = client(api.url(), Optional.empty(), RestLimits.STANDARD);
    assertThatThrownBy(
            () ->
                new NamedMachines(
                    ACME, new SlowMachines(patient), "broker", java.time.Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT3M10S");
  }

  private record SlowMachines(RestClient maker) implements NamedMachines.RestApi {
    @Override
    public List<NamedMachines.Told> list() {
      return List.of();
    }

    @Override
    public NamedMachines.Making prepare(NamedMachines.Order order) {
      throw new AssertionError("Nothing is started here.");
    }

    @Override
    public void delete(String id) {
      throw new AssertionError("Nothing is ended here.");
    }
  }

  @Test
  void theWaitThatWasAskedForIsTaken() throws ProviderException {
    api.next(ApiReply.throttled(Duration.ofSeconds(3)), ApiReply.json("{}"));
    keyless().get("/x");
    assertThat(waits).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void aServerThatIsDownWithoutNamingAWaitIsUnreachable() {
    api.next(ApiReply.status(503));
    assertThat(failure(() -> keyless().get("/x")).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(waits).isEmpty();
  }

  @Test
  void anUnchangedReplyIsNotSentAgain() throws ProviderException {
    api.on("GET", "/list", RestClientTest::tagged);
    Remembered<String> remembered = new Remembered<>();
    RestClient client = keyless();
    RestClient.ReplyReader<String> name = reply -> reply.whole().text("name");
    assertThat(remembered.read(client, Call.get("/list"), name)).isEqualTo("first");
    assertThat(remembered.read(client, Call.get("/list"), name)).isEqualTo("first");
    assertThat(api.requests())
        .extracting(it -> it.header("if-none-match"))
        .containsExactly(Optional.empty(), Optional.of("\"v1\""));
  }

  @Test
  void evidenceHoldsTheBeginningOfTheReplyAndNoKey() {
    api.next(ApiReply.status(400, "bad key %s,\n\n%s".formatted(KEY, "x".repeat(5000))));
    ProviderException failure = failure(() -> keyed().get("/v1?key=" + KEY));
    assertThat(failure).hasMessageContaining("GET /v1?key=•••• answered 400: 'bad key ••••, xxx");
    assertThat(failure.getMessage()).hasSizeLessThan(300).doesNotContain(KEY, "\n");
  }

  @Test
  void brokenJsonThatHoldsTheKeyDoesNotShowIt() {
    api.next(ApiReply.json("{\"a\": " + KEY + "}"));
    ProviderException failure = failure(() -> keyed().get("/v1"));
    assertThat(failure.fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(failure.getMessage()).contains("broken JSON").doesNotContain(KEY);
    assertThat(failure).hasNoCause();
  }

  @Test
  void aBodyWithoutEndIsGivenUp() {
    api.next(ApiReply.json("{\"a\": \"%s\"}".formatted("x".repeat(5000))));
    RestLimits small = new RestLimits(Duration.ofSeconds(1), Duration.ofSeconds(5), 1000);
    ProviderException failure = failure(() -> client(api.url(), Optional.empty(), small).get("/x"));
    assertThat(failure.fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(failure).hasMessageContaining("longer than 1000 bytes");
  }

  @Test
  void aKeyDoesNotFollowARedirect() {
    api.next(ApiReply.redirect(api.url() + "/elsewhere"));
    assertThat(failure(() -> keyed().get("/x")).fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(api.requests()).hasSize(1);
  }

  @Test
  void withoutAKeyARedirectIsFollowed() throws ProviderException, RefusedRow {
    api.on("GET", "/new", ApiReply.json("{\"name\": \"moved\"}"));
    api.next(ApiReply.redirect(api.url() + "/new"));
    assertThat(keyless().get("/old").text("name")).isEqualTo("moved");
  }

  @Test
  void aLongListTakesTheMemoryOfOneItem() throws ProviderException {
    String item = "{\"name\": \"%s\"},".formatted("n".repeat(1000));
    api.next(ApiReply.json("{\"items\": [" + item.repeat(20_000) + "{\"name\": \"last\"}]}"));
    List<String> last = new ArrayList<>();
    int[] count = {0};
    keyless()
        .read(
            Call.get("/x"),
            reply ->
                reply.each(
                    "items",
                    it -> {
                      count[0]++;
                      last.clear();
                      last.add(it.text("name"));
                    }));
    assertThat(count[0]).isEqualTo(20_001);
    assertThat(last).containsExactly("last");
  }

  private ApiReply page(ApiRequest request) {
    int page = Integer.parseInt(request.parameter("page").orElse("0"));
    String next =
        page == 3
            ? "null"
            : "\"%s/v1/things?filter=a%%20b%%26c&page=%d\"".formatted(api.url(), page + 1);
    return ApiReply.json("{\"items\": [{\"name\": \"%d\"}], \"next\": %s}".formatted(page, next));
  }

  private static ApiReply tagged(ApiRequest request) {
    return request.header("if-none-match").equals(Optional.of("\"v1\""))
        ? ApiReply.status(304)
        : ApiReply.json("{\"name\": \"first\"}").with("ETag", "\"v1\"");
  }

  private RestClient keyless() {
    return client(api.url(), Optional.empty(), limits());
  }

  private RestClient keyed() {
    return client(api.url(), Optional.of(Credential.bearer(new Secret(KEY))), limits());
  }

  private RestClient client(String url, Optional<Credential> credential, RestLimits limits) {
    Patience patience =
        new Patience(3, Duration.ofSeconds(1), Duration.ofSeconds(5), new Random(1), waits::add);
    return new RestClient(ACME, URI.create(url), credential, limits, patience);
  }

  private static RestLimits limits() {
    return RestLimits.STANDARD.whole(Duration.ofSeconds(10));
  }

  private static ProviderException failure(ThrowingCallable call) {
    return catchThrowableOfType(ProviderException.class, call);
  }
}
