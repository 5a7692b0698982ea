package io.tradewind.api.site;

import io.tradewind.pricing.Money;
import java.util.Optional;

/**
 * What an ask comes to at a time, for one unit and hour.
 *
 * @param onDemand empty while it is not on sale
 * @param spot for capacity that may be taken back; empty where there is none, or its price would
 *     not be lower
 * @param why how the price is made up, or why nothing is on sale; for people
 */
public record AskPrice(Optional<Money> onDemand, Optional<Money> spot, String why) {
  static AskPrice closed(String why) {
    return new AskPrice(Optional.empty(), Optional.empty(), why);
  }
}
