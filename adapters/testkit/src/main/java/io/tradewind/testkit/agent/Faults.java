package io.tradewind.testkit.agent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What goes wrong with the next calls, by a part of their path. */
final class Faults {
  /**
   * @param status 0: the call is done and its reply is lost
   * @param code of the problem; empty for an answer that is not of the protocol
   * @param since until when the answer is held back
   */
  record Fault(String path, int status, String code, BooleanSupplier since) {
    Fault(String path, int status, String code) {
      this(path, status, code, () -> true);
    }
  }

  private final List<Fault> pending = new ArrayList<>();

  synchronized void add(int times, Fault fault) {
    for (int i = 0; i < times; i++) {
      pending.add(fault);
    }
  }

  synchronized Optional<Fault> next(String path) {
    for (Iterator<Fault> faults = pending.iterator(); faults.hasNext(); ) {
      Fault fault = faults.next();
      if (path.contains(fault.path())) {
        faults.remove();
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  synchronized void clear() {
    pending.clear();
  }

  synchronized boolean isUsedUp() {
    return pending.isEmpty();
  }
}
