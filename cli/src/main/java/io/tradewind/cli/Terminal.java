package io.tradewind.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/**
 * What is around the program: environment, input, output, and how a failure is told.
 *
 * @param isWatched whether somebody sits there, for whom a line may move
 */
record Terminal(
    Map<String, String> environment,
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    boolean isWatched) {
  static final int REFUSED = 1;
  static final int UNREACHABLE = 3;

  /** Tells of a failure in words; a stack says nothing to whoever sits at a shell. */
  int tell(Exception e) throws Exception {
    if (e instanceof ParameterException) {
      throw e;
    }
    if (e instanceof RefusedException) {
      err.println(e.getMessage());
      return REFUSED;
    }
    if (e instanceof UnreachableException) {
      err.println(e.getMessage());
      return UNREACHABLE;
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      err.println("It cannot be read or written: " + e.getMessage());
      return REFUSED;
    }
    throw e;
  }
}
