package io.tradewind.adapters.catalog;

import io.tradewind.api.OfferFeed.Reason;

/** A row that will not become an offer. Many are expected, so it carries no stack trace. */
final class RefusedRow extends Exception {
  private static final long serialVersionUID = 1L;
  private final Reason reason;

  RefusedRow(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
