package io.tradewind.api;

import java.util.List;

/** How the server finds who tells of electricity grids over a network. */
public interface CarbonFeedFactory extends AdapterFactory {
  /** Called once at start. */
  List<CarbonFeed> create(AdapterContext context);
}
