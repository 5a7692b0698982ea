package io.tradewind.server.account;

import java.util.Locale;

/** How an account is, as far as the last check told. */
public enum AccountState {
  /** Nobody has answered yet. */
  UNCHECKED,
  /** Leases can be started. */
  CONNECTED,
  /** The credentials are good, but rights are missing. */
  INCOMPLETE,
  /** The seller refuses the credentials. */
  REFUSED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AccountState of(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
