package io.tradewind.rest;

import io.tradewind.api.OfferFeed.Reason;

/**
 * A row that will not become an offer. Many are expected, so it carries no stack trace. Thrown
 * outside a row, it makes the whole reply unexpected.
 */
public final class RefusedRow extends Exception {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  public RefusedRow(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public static RefusedRow malformed(String detail) {
    return new RefusedRow(Reason.MALFORMED_ROW, detail);
  }

  public Reason reason() {
    return reason;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
