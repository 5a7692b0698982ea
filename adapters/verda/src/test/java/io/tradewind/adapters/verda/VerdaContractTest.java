package io.tradewind.adapters.verda;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdaContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new VerdaFactory();
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("client-id", "client-7", "client-secret", KEY);
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("provision", "off");
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeVerda(api).in("FIN-01");
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).grant();
  }

  // Override because the secret is traded for a token, and only the token is sent on.
  @Test
  @Override
  protected void aKeyIsSentWithEveryCallAndNothingElseIs() throws ProviderException {
    assertThat(provider().offers().offers()).isNotEmpty();
    assertThat(api.requests())
        .extracting(ApiRequest::path)
        .containsExactly(
            "/v1/oauth2/token",
            "/v1/locations",
            "/v1/instance-availability",
            "/v1/instance-availability",
            "/v1/instance-types");
    assertThat(api.requests().get(0).body()).contains(KEY);
    assertThat(api.requests().subList(1, 5)).allMatch(it -> !it.toString().contains(KEY));
  }

  private static FakeVerda fake(LoopbackApi api) {
    return new FakeVerda(api)
        .in("FIN-01", "ICE-01")
        .sells("1H100.80S.30V", 1, "H100 SXM5 80GB", "\"3.95\"", "\"1.70\"")
        .has("FIN-01", "1H100.80S.30V");
  }
}
