package io.tradewind.matcher.bench;

import java.io.IOException;

/**
 * One claim of speed or saving. It compares answers before it times anything, alternates its
 * contestants in one process, and reports what it finds, also when that falls short. Without its
 * optional data it generates some from its seed, or says that it cannot run.
 */
@FunctionalInterface
interface Benchmark {
  /**
   * @param full whether there is time for the whole of it: a few minutes each, else some seconds
   */
  void run(Report report, boolean full) throws IOException;
}
