package io.tradewind.matcher.workload;

import io.tradewind.api.AcceleratorModel;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * On which accelerators the workload's program can run at all.
 *
 * @param stacks names of the accelerator table, such as {@code cuda} and {@code rocm}; empty when
 *     nobody said, which any will do for
 * @param basis what says so, for people: {@code image ghcr.io/org/train:1-rocm}
 */
public record Software(Set<String> stacks, String basis) {
  public static final Software ANY = new Software(Set.of(), "");

  public Software {
    stacks = Collections.unmodifiableSet(new TreeSet<>(stacks));
  }

  public boolean runsOn(AcceleratorModel model) {
    return stacks.isEmpty() || stacks.contains(model.stack());
  }
}
