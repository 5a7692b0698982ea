package io.tradewind.server.database;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Who asked for what a transaction changes. The database writes it beside each change, in the chain
 * of the organization: see {@code V22__audit.sql}.
 *
 * @param json with {@code organization}, {@code actor}, {@code name}, {@code token}, {@code
 *     request} and {@code reason}; never a secret
 */
public record Attribution(String json) {
  /** For the rest of the transaction. In digits, since people choose names and reasons. */
  String statement() {
    return "set local tradewind.request = '" + digits() + "'";
  }

  private String digits() {
    return HexFormat.of().formatHex(json.getBytes(StandardCharsets.UTF_8));
  }
}
