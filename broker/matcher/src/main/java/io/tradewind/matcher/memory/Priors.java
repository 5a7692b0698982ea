package io.tradewind.matcher.memory;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;

/**
 * The chance of a launch before any was seen, from what the seller says. Assumptions, soon drowned
 * by launches: spot is to be had in two of three tries (the mean of nine zones of a public trace).
 */
public final class Priors {
  private static final double SPOT = 0.65;
  private static final double ON_DEMAND = 0.9;
  private static final double RESERVED = 0.97;
  private static final double TOLD = 0.95;
  private static final double LIMITED = 0.6;
  private static final double UNAVAILABLE = 0.05;

  private Priors() {}

  public static double of(Offer offer) {
    double usual = of(offer.capacityType());
    Availability told = offer.availability();
    return switch (told.state()) {
      case AVAILABLE -> told.kind() == Availability.Kind.NONE ? usual : Math.max(usual, TOLD);
      case LIMITED -> Math.min(usual, LIMITED);
      case UNAVAILABLE, NO_QUOTA -> UNAVAILABLE;
      case UNKNOWN -> usual;
    };
  }

  private static double of(CapacityType type) {
    return switch (type) {
      case SPOT -> SPOT;
      case ON_DEMAND -> ON_DEMAND;
      case RESERVED -> RESERVED;
    };
  }
}
