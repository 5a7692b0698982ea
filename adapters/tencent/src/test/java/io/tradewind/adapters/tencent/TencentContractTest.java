package io.tradewind.adapters.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TencentContractTest extends RestFeedContract {
  private static final String REGION = "ap-singapore";

  @Override
  protected ProviderFactory factory() {
    return new TencentFactory();
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("secret-id", FakeTencent.SECRET_ID, "secret-key", KEY);
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("regions", REGION);
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeTencent(api, context().clock());
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).list(REGION, "POSTPAID_BY_HOUR");
  }

  // Override because the key signs every call, and is never sent itself.
  @Test
  @Override
  protected void aKeyIsSentWithEveryCallAndNothingElseIs() throws ProviderException {
    assertThat(provider().offers().offers()).isNotEmpty();
    assertThat(api.requests())
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.header("authorization").orElse(""))
                  .startsWith("TC3-HMAC-SHA256 Credential=" + FakeTencent.SECRET_ID);
              assertThat(request.toString()).doesNotContain(KEY);
            });
  }

  private FakeTencent fake(LoopbackApi api) {
    return new FakeTencent(api, context().clock())
        .sells(REGION, "PNV4.7XLARGE116", "PNV4", "1", "1.92")
        .sellsSpot(REGION, "PNV4.7XLARGE116", "PNV4", "1", "0.4");
  }
}
