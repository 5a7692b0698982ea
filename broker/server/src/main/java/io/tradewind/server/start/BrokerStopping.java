package io.tradewind.server.start;

/**
 * Fired once, when the program was told to stop and still answers requests. Observers may take
 * their time.
 */
public record BrokerStopping() {}
