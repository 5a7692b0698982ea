package io.tradewind.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiTokenTest {
  @Test
  void aTokenIsKnownByItsPrefixAndChecksum() {
    String token = ApiToken.draw().secret().reveal();
    assertThat(token).matches("tw_[0-9A-Za-z]{46}");
    assertThat(ApiToken.isWellFormed(token)).isTrue();
  }

  @Test
  void aTokenWithOneWrongCharacterIsNone() {
    String token = ApiToken.draw().secret().reveal();
    char wrong = token.charAt(10) == 'x' ? 'y' : 'x';
    String mistyped = token.substring(0, 10) + wrong + token.substring(11);
    assertThat(ApiToken.isWellFormed(mistyped)).isFalse();
    assertThat(ApiToken.isWellFormed(token.substring(1))).isFalse();
  }

  @Test
  void aTokenIsNotPrinted() {
    ApiToken token = ApiToken.draw();
    assertThat(token.toString()).doesNotContain(token.secret().reveal());
    assertThat(token.hint()).hasSize(8);
    assertThat(token.hash()).hasSize(64).doesNotContain(token.hint());
  }
}
