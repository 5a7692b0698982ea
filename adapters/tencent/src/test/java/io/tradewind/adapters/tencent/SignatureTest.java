package io.tradewind.adapters.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked example of the page "Signature v3", whose keys are printed with asterisks. */
class SignatureTest {
  private static final String BODY =
      "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\":"
          + " \"instance-name\"}]}";
  private static final Instant AT = Instant.ofEpochSecond(1551113065);

  @ParameterizedTest
  @CsvSource({
    "Gu5t9xGARNpq86cd98joQYCN3*******,"
        + " be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3",
    "********************************,"
        + " 10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
  })
  void theDocumentedExampleIsReproduced(String key, String expected) {
    assertThat(signed(key, AT)).endsWith(", Signature=" + expected);
  }

  @Test
  void theHeaderNamesWhoSignedWhatAndForWhichDay() {
    assertThat(signed("k", AT))
        .startsWith(
            "TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request,"
                + " SignedHeaders=content-type;host;x-tc-action, Signature=");
  }

  @Test
  void theDayIsTheOneInGreenwich() {
    assertThat(signed("k", Instant.parse("2026-11-20T23:59:59Z"))).contains("/2026-11-20/");
  }

  private static String signed(String key, Instant at) {
    return new Signature("AKID", new Secret(key), "cvm")
        .authorization(
            "cvm.tencentcloudapi.com",
            "application/json; charset=utf-8",
            "DescribeInstances",
            BODY,
            at);
  }
}
