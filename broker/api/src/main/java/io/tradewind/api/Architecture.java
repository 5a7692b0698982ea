package io.tradewind.api;

import java.util.Locale;
import java.util.Optional;

/** The instruction set of a machine's host processor. */
public enum Architecture {
  X86_64,
  ARM64;

  /** Reads the usual spellings: {@code x86_64, amd64, x64, arm64, aarch64}. Empty for any other. */
  public static Optional<Architecture> parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "x86_64", "amd64", "x64", "x86-64" -> Optional.of(X86_64);
      case "arm64", "aarch64" -> Optional.of(ARM64);
      default -> Optional.empty();
    };
  }
}
