package io.tradewind.adapters.gcp;

import java.util.Locale;

/**
 * What a unit price is for: Google bills a machine in parts.
 *
 * @param of the machine family, the accelerator type, or the prefix of a TPU's slice names
 */
record Part(Kind kind, String of) {

  /** Each priced for an hour. */
  enum Kind {
    VCPU,
    /** A gibibyte. */
    MEMORY,
    ACCELERATOR,
    /** An accelerator with its share of the whole machine. */
    MACHINE_SLICE,
    /** A gibibyte. */
    LOCAL_SSD,
    TPU_CHIP
  }

  /** Disks cost the same in all families that are listed here. */
  static final Part LOCAL_SSD = new Part(Kind.LOCAL_SSD, "any");

  @Override
  public String toString() {
    return "%s of %s".formatted(kind.name().toLowerCase(Locale.ROOT), of);
  }
}
