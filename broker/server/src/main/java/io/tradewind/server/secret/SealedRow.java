package io.tradewind.server.secret;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Which row a sealed value stands in. It goes into the seal, so that the value opens there only.
 *
 * @param purpose what it is for: a secret's value never opens as an account's credentials
 */
public record SealedRow(UUID organization, UUID id, Purpose purpose) {

  /** What a sealed value is for. */
  public enum Purpose {
    SECRET,
    ACCOUNT
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  byte[] bytesWith(String masterKey) {
    return "%s|%s".formatted(text(), masterKey).getBytes(StandardCharsets.UTF_8);
  }

  private String text() {
    return "tradewind-sealed-1|%s|%s|%s".formatted(organization, id, purpose);
  }
}
