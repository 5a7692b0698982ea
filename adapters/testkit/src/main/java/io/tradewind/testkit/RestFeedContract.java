package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every feed over plain HTTP must do beside {@link ProviderContract}: each way in which the
 * other side can fail has the right name. The adapter declares the settings {@code url} and {@code
 * time-limit}, and either {@code enabled} or a key: {@code api-key}, or what {@link #credentials}
 * names.
 */
public abstract class RestFeedContract extends ProviderContract {
  protected static final String KEY = "key-5f2c-of-the-test";

  // Long, so that a busy machine fails no test; the one test of silence has a shorter one.
  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT_LIMIT = Duration.ofMillis(300);
  private static final int CLOSED_PORT = 1;

  protected final LoopbackApi api = LoopbackApi.start();

  /** Makes the fake answer as the real API does, with offers. */
  protected abstract void serve(LoopbackApi api);

  /** Makes the fake answer as the real API does when there is nothing on sale. */
  protected abstract void serveNothing(LoopbackApi api);

  /** Settings beside the address, the limit and the key. */
  protected Map<String, String> moreSettings() {
    return Map.of();
  }

  /** The settings that hold the key, with {@link #KEY} as the secret; empty for a keyless feed. */
  protected Map<String, String> credentials() {
    boolean isKeyed =
        factory().settings().stream().anyMatch(setting -> setting.key().equals("api-key"));
    return isKeyed ? Map.of("api-key", KEY) : Map.of();
  }

  @Override
  protected final Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(moreSettings());
    settings.putIfAbsent("url", api.url());
    settings.put("time-limit", TIME_LIMIT.toString());
    settings.putAll(hasKey() ? credentials() : Map.of("enabled", "true"));
    return settings;
  }

  @Override
  protected void prepare(TestContext context) {
    serve(api);
  }

  @Override
  protected Optional<OfferFaults> faults(Provider provider) {
    return Optional.of(api.faults());
  }

  @AfterEach
  final void closeTheApi() {
    api.close();
  }

  @Test
  protected void everyPriceIsLiveAndNamesAPage() throws ProviderException {
    assertThat(provider().offers().offers())
        .extracting(Offer::source)
        .allSatisfy(
            source -> {
              assertThat(source.term()).isEqualTo(Source.Term.LIVE);
              assertThat(source.url()).isPresent();
            });
  }

  @Test
  protected void withoutAKeyOrSwitchedOffThereIsNoProvider() {
    ProviderFactory factory = factory();
    TestContext off = TestContext.of(factory);
    if (!hasKey()) {
      off.set("enabled", "false");
    }
    assertThat(factory.create(off)).isEmpty();
  }

  @Test
  protected void aKeyIsSentWithEveryCallAndNothingElseIs() throws ProviderException {
    assertThat(provider().offers().offers()).isNotEmpty();
    assertThat(api.requests())
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.headers().values().stream().anyMatch(it -> it.contains(KEY)))
                    .isEqualTo(hasKey()));
  }

  @Test
  protected void anEmptyListIsNoFailure() throws ProviderException {
    serveNothing(api);
    assertThat(provider().offers().offers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  protected void aShortWaitIsWaitedOut(int status) throws ProviderException {
    api.next(ApiReply.status(status).with("Retry-After", "0"));
    assertThat(provider().offers().offers()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  protected void aLongWaitIsPassedOn(int status) {
    api.next(ApiReply.status(status).with("Retry-After", "60"));
    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(60));
    api.next(ApiReply.status(status).with("Retry-After", "60"));
    assertFault(Fault.THROTTLED, provider()::offers);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  protected void anExpiredKeyIsNamed(int status) {
    api.next(ApiReply.status(status, "{\"error\":\"the key %s has expired\"}".formatted(KEY)));
    assertFault(Fault.CREDENTIALS_REFUSED, provider()::offers);
  }

  @ParameterizedTest
  @MethodSource
  protected void aLostConnectionIsUnreachable(ApiReply reply) {
    // The client may repeat a lost request by itself.
    api.next(reply, reply, reply, reply, reply, reply);
    assertFault(Fault.UNREACHABLE, provider()::offers);
  }

  static List<ApiReply> aLostConnectionIsUnreachable() {
    return List.of(
        ApiReply.reset(),
        ApiReply.json(" ".repeat(100)).cut(),
        ApiReply.status(500, "oh no"),
        ApiReply.status(502));
  }

  @Test
  protected void silenceIsUnreachableWhenTheTimeIsUp() {
    api.next(ApiReply.silence());
    assertUnreachable("time-limit", SHORT_LIMIT.toString());
  }

  @Test
  protected void nobodyListeningIsUnreachable() {
    assertUnreachable("url", "http://127.0.0.1:" + CLOSED_PORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>maintenance</html>",
        "[1, 2]",
        "{}",
        "{\"data\": \"moved\"}",
        "null",
        "{\"a\": [{"
      })
  protected void anythingElseIsUnexpectedAndKept(String body) {
    api.next(ApiReply.json(body));
    ProviderException failure = failure();
    assertThat(failure.fault()).isEqualTo(Fault.UNEXPECTED);
    assertThat(failure.getMessage()).contains(body);
  }

  @Test
  protected void halfAPageIsUnexpected() throws ProviderException {
    api.next(firstReply().half());
    assertFault(Fault.UNEXPECTED, provider()::offers);
    assertThat(provider().offers().offers()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 418})
  protected void anUnknownAnswerIsUnexpected(int status) {
    api.next(ApiReply.status(status, "{\"error\":\"%s\"}".formatted(KEY)));
    assertFault(Fault.UNEXPECTED, provider()::offers);
  }

  /** What the fake answers to the adapter's first request. */
  protected abstract ApiReply firstReply();

  private void assertUnreachable(String setting, String value) {
    ProviderFactory factory = factory();
    TestContext other = TestContext.of(factory, settings()).set(setting, value);
    try (Provider lost = choose(factory.create(other))) {
      assertFault(Fault.UNREACHABLE, lost::offers);
    }
  }

  private ProviderException failure() {
    try {
      provider().offers();
    } catch (ProviderException thrown) {
      return thrown;
    }
    throw new AssertionError("The reading should have failed.");
  }

  private boolean hasKey() {
    return !credentials().isEmpty();
  }
}
