package io.tradewind.matcher.fence;

/**
 * A rule that is broken.
 *
 * @param policy as {@link Bounds#text} names it
 * @param found what there is, in words
 * @param allowed what there may be, in words
 */
public record Breach(String policy, Rule rule, String found, String allowed) {
  /** A part of a sentence: {@code policy 'EU only' (version 3), rule regions: …}. */
  public String text() {
    return "%s, rule %s: %s; allowed is %s".formatted(policy, rule.wireName(), found, allowed);
  }
}
