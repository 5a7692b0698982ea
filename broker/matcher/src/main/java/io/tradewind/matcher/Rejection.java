package io.tradewind.matcher;

/** How many offers are out for one reason. */
public record Rejection(RejectionReason reason, int count) {
  public static Rejection of(RejectionReason reason, int count) {
    return new Rejection(reason, count);
  }

  /** A sentence that says so. */
  public String text() {
    return Text.of("%s: %s.", Text.count(count, "offer"), reason.meaning());
  }
}
