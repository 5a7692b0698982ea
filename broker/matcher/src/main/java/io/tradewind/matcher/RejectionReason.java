package io.tradewind.matcher;

import java.util.Locale;

/**
 * Why an offer is out, in the order in which the filters run: an offer is counted under the first
 * that it fails.
 */
public enum RejectionReason {
  EXPIRED("the price is older than a day"),
  STALE("the price is old, and its feed did not confirm it when asked again"),
  SUPERSEDED("another source tells of the same machine and is believed"),
  NOT_LEASABLE("no lease can be started through this feed"),
  DEADLINE("the run would end after the deadline"),
  ACCELERATOR("another accelerator, or none"),
  SOFTWARE("no image or framework for the accelerator's software stack"),
  DTYPE("the accelerator does not compute in the number format that is asked for"),
  SPEED_UNKNOWN("nobody knows how fast the accelerator does the work"),
  TOO_SLOW("the work would take longer than max_duration, or than ten years"),
  CAPACITY("sold on another promise (capacity type)"),
  POLICY("a policy does not allow the accelerator, or the workload as it is"),
  NO_ACCOUNT("no account with this seller is connected"),
  PROVIDER("the provider is denied or not among those allowed"),
  REGION("in a region that is denied or not among those allowed"),
  RESIDENCY("outside the residency area, or at a place that nobody knows"),
  CERTIFICATION("without a certification that is asked for"),
  ROUND_TRIP("too far away, or at a place that nobody knows"),
  START("starting there and moving the data takes longer than the deadline or max_duration leaves"),
  BY_NAME("only for workloads that allow this provider by name"),
  SOLD_OUT("sold out, or no quota"),
  CURRENCY("priced in a currency without an exchange rate, or beyond reason"),
  ACCELERATOR_COUNT("another number or slice of the accelerator"),
  TOO_SMALL("too few of the accelerator to hold the model"),
  CPUS("too few, too many or an unknown number of processors"),
  MEMORY("too little, too much or an unknown amount of memory"),
  INTERCONNECT("no network fit for gangs of nodes"),
  EXECUTOR("runs no images, images alone, or its own organization's processes alone"),
  PRICE_CAP("above the price cap per hour"),
  COST_CAP("above the cost cap of the run"),
  CARBON_CAP("above the carbon cap, or of unknown carbon");

  private static final RejectionReason[] ALL = values();

  private final String meaning;

  RejectionReason(String meaning) {
    this.meaning = meaning;
  }

  /** For people, after a count: {@code 120 offers: above the price cap per hour}. */
  public String meaning() {
    return meaning;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  int bit() {
    return 1 << ordinal();
  }

  /** The reason under which an offer with these failures is counted. */
  static RejectionReason firstOf(int mask) {
    return ALL[Integer.numberOfTrailingZeros(mask)];
  }
}
