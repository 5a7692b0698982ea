package io.tradewind.server.market;

import io.tradewind.api.Place;
import io.tradewind.api.Region;
import java.util.Map;

/**
 * Where the enrolled sites are. Asked from a feed's worker before its offers enter the market; may
 * block.
 */
public interface SitePlaces {
  Map<Region, Place> places();
}
