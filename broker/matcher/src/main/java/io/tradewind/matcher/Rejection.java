package io.tradewind.matcher;

/** How many offers are out for one reason, and a sentence that says so. */
public record Rejection(RejectionReason reason, int count, String text) {}
