package io.tradewind.api;

import java.util.List;

/** How the server finds who tells of measured round trips, with settings or over a network. */
public interface LatencyFeedFactory extends AdapterFactory {
  /** Called once at start. */
  List<LatencyFeed> create(AdapterContext context);
}
