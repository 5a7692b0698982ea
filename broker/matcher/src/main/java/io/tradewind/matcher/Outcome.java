package io.tradewind.matcher;

import java.util.Locale;

/** Whether anything satisfies the workload. */
public enum Outcome {
  PLACED,
  /** Not an error: the reasons are in the answer. */
  UNPLACED;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
