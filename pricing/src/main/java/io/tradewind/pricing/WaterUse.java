package io.tradewind.pricing;

/**
 * Water usage effectiveness of a site (ISO/IEC 30134-9): litres on site per kilowatt-hour of IT
 * energy. Water of power generation is not in it.
 */
public record WaterUse(double litresPerKilowattHour, String source) {

  public WaterUse {
    Quantities.requireNotNegative("The water use", litresPerKilowattHour, "L/kWh");
    Quantities.requireSource("The water use", source);
  }
}
