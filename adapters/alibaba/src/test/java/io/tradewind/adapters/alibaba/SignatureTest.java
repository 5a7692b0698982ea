package io.tradewind.adapters.alibaba;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Secret;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The worked example of the page "Request syntax and signature method V3". */
class SignatureTest {
  private static final Map<String, String> HEADERS =
      Map.of(
          "host", "ecs.cn-shanghai.aliyuncs.com",
          "x-acs-action", "RunInstances",
          "x-acs-content-sha256", Signature.EMPTY_BODY,
          "x-acs-date", "2023-10-26T10:22:32Z",
          "x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d",
          "x-acs-version", "2014-05-26");
  private static final String EXPECTED =
      "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
          + "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
          + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0";

  @Test
  void theDocumentedExampleIsReproduced() {
    assertThat(
            signed(
                "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"))
        .isEqualTo(EXPECTED);
  }

  @Test
  void theOrderOfTheParametersDoesNotMatter() {
    assertThat(
            signed(
                "RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"))
        .isEqualTo(EXPECTED);
  }

  @Test
  void charactersAreSignedAsTheStandardEscapesThem() {
    assertThat(signed("a=1*2%7E")).isEqualTo(signed("a=1%2A2~"));
  }

  private static String signed(String query) {
    return new Signature("YourAccessKeyId", new Secret("YourAccessKeySecret"))
        .authorization("POST", query, new TreeMap<>(HEADERS));
  }
}
