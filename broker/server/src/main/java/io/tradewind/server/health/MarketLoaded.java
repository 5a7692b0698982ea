package io.tradewind.server.health;

/**
 * Whoever holds the market says whether it has offers to answer from; until then the broker is not
 * ready.
 */
public interface MarketLoaded {
  boolean marketLoaded();
}
