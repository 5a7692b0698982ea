package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.CarbonFeed;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.CarbonReading;
import io.tradewind.api.GridForecast;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory.Setting;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every carbon feed over plain HTTP must do: each figure says what it counts, of when and from
 * where, and each way in which the other side can fail has the right name. The adapter declares
 * {@code url} and {@code time-limit}.
 */
public abstract class CarbonFeedContract {
  /** The value of every setting that is declared secret. */
  protected static final String KEY = "key-5f2c-of-the-test";

  private static final Duration SHORT_LIMIT = Duration.ofMillis(300);
  private static final int CLOSED_PORT = 1;

  protected final LoopbackApi api = LoopbackApi.start();
  private CarbonFeed feed;
  private TestContext context;

  protected abstract CarbonFeedFactory factory();

  /** Makes the fake answer as the real API does at {@link TestContext#START}. */
  protected abstract void serve(LoopbackApi api);

  /** What the fake answers to the first request of a reading. */
  protected abstract ApiReply firstReply();

  /** Settings beside the address, the limit and the secrets. */
  protected Map<String, String> moreSettings() {
    return Map.of();
  }

  /** Settings with which there is nothing to read. */
  protected abstract Map<String, String> off();

  @BeforeEach
  final void makeTheFeed() {
    serve(api);
    context = TestContext.of(factory(), settings());
    feed = one(factory().create(context));
  }

  @AfterEach
  final void closeTheApi() {
    api.close();
  }

  @Test
  protected void theServiceLoaderFindsItsFactory() {
    assertThat(ServiceLoader.load(CarbonFeedFactory.class).stream())
        .extracting(ServiceLoader.Provider::type)
        .anyMatch(type -> type == factory().getClass());
  }

  @Test
  protected void itBearsItsFactorysNameAndReadsDeclaredSettingsOnly() throws ProviderException {
    feed.read();
    assertThat(feed.name()).isEqualTo(factory().name());
    assertThat(context.undeclaredReads()).isEmpty();
    assertThat(feed.validity()).isPresent();
  }

  @Test
  protected void everyFigureSaysWhatItCountsFromWhereAndIsOfNow() throws ProviderException {
    CarbonReading reading = feed.read();
    assertThat(reading.zones())
        .isNotEmpty()
        .allSatisfy(
            told -> {
              assertThat(told.intensity().source()).isNotBlank();
              assertThat(told.intensity().asOf())
                  .isAfter(context.clock().instant().minus(feed.validity().orElseThrow()))
                  .isBeforeOrEqualTo(context.clock().instant().plus(Duration.ofHours(1)));
              assertThat(told.intensity().basis().isMarketBased()).isFalse();
            });
    assertThat(reading.forecasts()).extracting(GridForecast::steps).allMatch(it -> !it.isEmpty());
  }

  @Test
  protected void switchedOffThereIsNoFeed() {
    assertThat(factory().create(TestContext.of(factory(), off()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  protected void aShortWaitIsWaitedOut(int status) throws ProviderException {
    api.next(ApiReply.status(status).with("Retry-After", "0"));
    assertThat(feed.read().zones()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  protected void aLongWaitIsPassedOn(int status) {
    api.next(always(ApiReply.status(status).with("Retry-After", "60")));
    assertThat(assertFault(Fault.THROTTLED).retryAfter()).contains(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  protected void anExpiredKeyIsNamedAndNotShown(int status) {
    api.next(always(ApiReply.status(status, "{\"error\":\"the key %s is old\"}".formatted(KEY))));
    assertFault(Fault.CREDENTIALS_REFUSED);
  }

  @ParameterizedTest
  @MethodSource
  protected void aLostConnectionIsUnreachable(ApiReply reply) {
    api.next(always(reply));
    assertFault(Fault.UNREACHABLE);
  }

  static List<ApiReply> aLostConnectionIsUnreachable() {
    return List.of(
        ApiReply.reset(), ApiReply.json(" ".repeat(100)).cut(), ApiReply.status(500, "oh no"));
  }

  @Test
  protected void silenceAndAbsenceAreUnreachable() {
    api.next(always(ApiReply.silence()));
    assertUnreachable("time-limit", SHORT_LIMIT.toString());
    assertUnreachable("url", "http://127.0.0.1:" + CLOSED_PORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>maintenance</html>", "[1, 2]", "{}", "null", "{\"a\": [{"})
  protected void anythingElseIsUnexpected(String body) {
    api.next(always(ApiReply.json(body)));
    assertFault(Fault.UNEXPECTED);
  }

  @Test
  protected void halfAReplyIsUnexpected() throws ProviderException {
    api.next(always(firstReply().half()));
    assertFault(Fault.UNEXPECTED);
  }

  protected final CarbonFeed feed() {
    return feed;
  }

  protected final TestContext context() {
    return context;
  }

  protected final ProviderException assertFault(Fault fault) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, feed::read);
    assertThat(failure.fault()).isEqualTo(fault);
    new Secrecy(factory(), settings()).isKeptBy(failure);
    return failure;
  }

  private void assertUnreachable(String setting, String value) {
    TestContext other = TestContext.of(factory(), settings()).set(setting, value);
    CarbonFeed lost = one(factory().create(other));
    assertThat(catchThrowableOfType(ProviderException.class, lost::read).fault())
        .isEqualTo(Fault.UNREACHABLE);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(moreSettings());
    settings.putIfAbsent("url", api.url());
    settings.put("time-limit", "PT20S");
    factory().settings().stream()
        .filter(Setting::secret)
        .forEach(secret -> settings.put(secret.key(), KEY));
    factory().settings().stream()
        .filter(setting -> setting.key().equals("enabled"))
        .forEach(setting -> settings.put(setting.key(), "true"));
    return settings;
  }

  /** A reading asks several questions, and the client may repeat a lost one by itself. */
  private static ApiReply[] always(ApiReply reply) {
    return Collections.nCopies(24, reply).toArray(ApiReply[]::new);
  }

  private static CarbonFeed one(List<CarbonFeed> made) {
    assertThat(made).hasSize(1);
    return made.get(0);
  }
}
