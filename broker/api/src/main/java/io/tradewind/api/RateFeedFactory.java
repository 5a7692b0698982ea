package io.tradewind.api;

import java.util.List;

/** How the server finds who publishes exchange rates. */
public interface RateFeedFactory extends AdapterFactory {
  /** Called once at start. */
  List<RateFeed> create(AdapterContext context);
}
