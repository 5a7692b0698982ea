package io.tradewind.server.database;

/** Knows in whose name the code that is running now acts. */
public interface Scopes {
  Scope current();
}
