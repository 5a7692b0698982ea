package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Secret;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DialectTest {
  private static final String KEY = "signing-key-of-the-test";

  private final LoopbackApi api = LoopbackApi.start();
  private final List<Duration> waits = new ArrayList<>();
  private final RestClient client =
      new RestClient(
              ProviderId.of("acme"),
              URI.create(api.url()),
              Optional.of(Credential.signing(new Secret(KEY))),
              RestLimits.STANDARD,
              new Patience(
                  3, Duration.ofSeconds(1), Duration.ofSeconds(5), new Random(7), waits::add))
          .with(new Numbered());

  @AfterEach
  void closeTheApi() {
    api.close();
  }

  @Test
  void everyTryIsSignedAnew() throws ProviderException {
    api.on("GET", "/things", ApiReply.json("{}"));
    api.next(ApiReply.status(400, "{\"Code\": \"Busy\"}"));
    client.get("/things");
    assertThat(api.requests())
        .extracting(request -> request.header("x-signature").orElse(""))
        .containsExactly("1 " + api.url() + "/things", "2 " + api.url() + "/things");
    assertThat(waits).hasSize(1);
  }

  @Test
  void theKeyIsNeverSentAndNeverShown() {
    api.next(ApiReply.status(404, "nothing for " + KEY));
    assertThat(failure(() -> client.get("/things"))).hasMessageNotContaining(KEY);
    assertThat(api.requests().get(0).toString()).doesNotContain(KEY);
  }

  @Test
  void aCodeInTheBodyNamesTheFault() {
    api.next(ApiReply.status(400, "{\"Code\": \"WhoAreYou\"}"));
    assertThat(failure(() -> client.get("/things")).fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void aCodeThatTheDialectDoesNotKnowLeavesTheStatus() {
    api.next(ApiReply.status(502, "{\"Code\": \"Other\"}"));
    assertThat(failure(() -> client.get("/things")).fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void aFailureInAnAnswerOf200IsNamed() {
    api.next(ApiReply.json("{}"));
    ProviderException failure = failure(() -> client.read(Call.get("/x"), this::refusing));
    assertThat(failure.fault()).isEqualTo(Fault.QUOTA_EXCEEDED);
    assertThat(failure).hasMessageContaining("GET /x answered no more for you");
  }

  @Test
  void patienceThatA200AsksForIsHad() throws ProviderException {
    api.on("GET", "/x", ApiReply.json("{}"));
    AtomicInteger tries = new AtomicInteger();
    int read =
        client.read(
            Call.get("/x"),
            reply -> {
              if (tries.incrementAndGet() < 3) {
                throw new ToldFailure(Fault.THROTTLED, "Slowly");
              }
              return tries.get();
            });
    assertThat(read).isEqualTo(3);
    assertThat(waits).hasSize(2);
  }

  @Test
  void aHeaderOfOneCallIsSentWithIt() throws ProviderException {
    api.on("GET", "/x", ApiReply.json("{}"));
    client.read(Call.get("/x").with("X-Action", "List"), JsonReply::whole);
    assertThat(api.requests().get(0).header("x-action")).contains("List");
  }

  private Json refusing(JsonReply reply) throws ToldFailure {
    throw new ToldFailure(Fault.QUOTA_EXCEEDED, "no more for you");
  }

  private static ProviderException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ProviderException.class, call);
  }

  /** Counts its signatures, and knows two codes. */
  private static final class Numbered implements Dialect {
    private int count;

    @Override
    public Map<String, String> sign(Call call, URI address) {
      count++;
      return Map.of("X-Signature", count + " " + address);
    }

    @Override
    public Optional<Fault> fault(int status, String body) {
      if (body.contains("Busy")) {
        return Optional.of(Fault.THROTTLED);
      }
      return body.contains("WhoAreYou") ? Optional.of(Fault.CREDENTIALS_REFUSED) : Optional.empty();
    }
  }
}
