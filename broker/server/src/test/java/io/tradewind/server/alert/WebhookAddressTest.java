package io.tradewind.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.server.alert.WebhookAddress.RefusedException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {
  private static final WebhookAddress STRICT = new WebhookAddress(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1"
      })
  void whatOnlyTheInsideReachesIsNotPublic(String address) throws Exception {
    assertThat(WebhookAddress.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700::1111", "2a00::1"})
  void theRestIs(String address) throws Exception {
    assertThat(WebhookAddress.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/x",
        "ftp://hooks.example/x",
        "https://127.0.0.1/x",
        "https://2130706433/x",
        "https://[::1]:8443/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://user:password@hooks.example/x",
        "https:///x",
        "hooks.example",
        "https://hooks.example/ x"
      })
  void aUrlThatLeadsInsideOrNowhereIsRefused(String url) {
    assertThatThrownBy(() -> STRICT.parse(url)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aNameThatLeadsInsideIsRefusedWhenItIsLookedUp() throws Exception {
    var url = STRICT.parse("https://localhost/x");

    assertThatThrownBy(() -> STRICT.resolve(url)).hasMessageContaining("public internet");
  }

  @Test
  void aSettingOpensTheInside() throws Exception {
    WebhookAddress open = new WebhookAddress(true);

    assertThat(open.resolve(open.parse("http://127.0.0.1:9/x")).isLoopbackAddress()).isTrue();
  }
}
