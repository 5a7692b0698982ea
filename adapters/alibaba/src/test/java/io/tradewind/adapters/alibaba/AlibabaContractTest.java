package io.tradewind.adapters.alibaba;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.RestFeedContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlibabaContractTest extends RestFeedContract {
  @Override
  protected ProviderFactory factory() {
    return new AlibabaFactory();
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("access-key-id", FakeAlibaba.KEY_ID, "access-key-secret", KEY);
  }

  @Override
  protected Map<String, String> moreSettings() {
    return Map.of("regions", "ap-southeast-1");
  }

  @Override
  protected void serve(LoopbackApi api) {
    fake(api);
  }

  @Override
  protected void serveNothing(LoopbackApi api) {
    new FakeAlibaba(api, context().clock(), 100);
  }

  @Override
  protected ApiReply firstReply() {
    return fake(api).firstPage();
  }

  // Override because the key signs every call, and is never sent itself.
  @Test
  @Override
  protected void aKeyIsSentWithEveryCallAndNothingElseIs() throws ProviderException {
    assertThat(provider().offers().offers()).isNotEmpty();
    assertThat(api.requests())
        .hasSize(5)
        .allSatisfy(
            request -> {
              assertThat(request.header("authorization").orElse(""))
                  .startsWith("ACS3-HMAC-SHA256 Credential=" + FakeAlibaba.KEY_ID);
              assertThat(request.toString()).doesNotContain(KEY);
            });
  }

  private FakeAlibaba fake(LoopbackApi api) {
    return new FakeAlibaba(api, context().clock(), 100)
        .makes("ecs.gn7i-c16g1.4xlarge", "NVIDIA A10", 24, 1)
        .sells("ap-southeast-1a", "ecs.gn7i-c16g1.4xlarge", "Available", "WithStock")
        .sellsSpot("ap-southeast-1a", "ecs.gn7i-c16g1.4xlarge")
        .priced("ecs.gn7i-c16g1.4xlarge", "2.1")
        .sampled("ap-southeast-1a", "ecs.gn7i-c16g1.4xlarge", "0.5", "2026-11-20T11:00:00Z");
  }
}
