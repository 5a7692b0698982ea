package io.tradewind.server.start;

import java.net.URI;

/** Fired once, when the program (not a test) answers requests and its address has been printed. */
public record BrokerStarted(URI address) {}
