package io.tradewind.server.agent;

import java.util.Optional;

/** The agent's program that this broker hands out. */
public interface CarriedProgram {
  /** Of its file, in hexadecimal; empty in a build that packaged none. */
  Optional<String> sha256();
}
