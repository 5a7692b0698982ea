package io.tradewind.matcher;

/** How many offers are out for one reason, and a sentence that says so. */
public record Rejection(RejectionReason reason, int count, String text) {
  public static Rejection of(RejectionReason reason, int count) {
    return new Rejection(
        reason, count, Text.of("%s: %s.", Text.count(count, "offer"), reason.meaning()));
  }
}
