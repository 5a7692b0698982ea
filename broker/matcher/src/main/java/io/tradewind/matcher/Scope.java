package io.tradewind.matcher;

/** Which offers compete. */
public enum Scope {
  /** Every offer that anybody lists. */
  VISIBLE,
  /** Only offers of feeds through which a lease can be started now. */
  LEASABLE
}
