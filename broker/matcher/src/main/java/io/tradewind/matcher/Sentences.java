package io.tradewind.matcher;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sentences that are written when somebody reads them, always the same. */
final class Sentences extends AbstractList<String> {
  private final Supplier<List<String>> writer;
  private volatile @Nullable List<String> written;

  Sentences(Supplier<List<String>> writer) {
    this.writer = writer;
  }

  @Override
  public String get(int index) {
    return written().get(index);
  }

  @Override
  public int size() {
    return written().size();
  }

  private List<String> written() {
    List<String> known = written;
    if (known == null) {
      known = List.copyOf(writer.get());
      written = known;
    }
    return known;
  }
}
