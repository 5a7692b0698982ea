package io.tradewind.server.database;

import java.util.Optional;

/** Knows in whose name the code that is running now acts, and at whose wish. */
public interface Scopes {
  Scope current();

  /** Empty for what nobody asked for, and for requests that change nothing. */
  default Optional<Attribution> attribution() {
    return Optional.empty();
  }
}
