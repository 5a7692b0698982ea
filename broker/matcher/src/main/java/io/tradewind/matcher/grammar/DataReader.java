package io.tradewind.matcher.grammar;

import io.tradewind.api.Region;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.DataSource.Access;
import io.tradewind.pricing.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code data}: what is read and written, how much, and where it lies. */
final class DataReader {
  /** Nine petabytes, so that a thousand of them still add up in 64 bits. */
  private static final DataSize MOST = DataSize.gigabytes(9_000_000);

  private static final Map<String, Access> ACCESSES =
      Map.of("read", Access.READ, "write", Access.WRITE, "read_write", Access.READ_WRITE);

  private DataReader() {}

  static List<DataSource> read(Tree root, Vocabulary vocabulary) {
    List<DataSource> sources = new ArrayList<>();
    for (Tree.Item item : root.items("data")) {
      Tree.of(item.value(), item.path(), root.problems())
          .ifPresent(
              tree -> {
                source(tree, vocabulary).ifPresent(sources::add);
                tree.nothingElse();
              });
    }
    return sources;
  }

  private static Optional<DataSource> source(Tree tree, Vocabulary vocabulary) {
    Optional<String> uri = WorkloadReader.required(tree, "uri", "where it is, such as s3://b/x");
    Optional<DataSize> size = size(tree);
    Optional<Region> region = region(tree, vocabulary);
    Access access = tree.choice("access", ACCESSES).orElse(Access.READ);
    return uri.isPresent() && size.isPresent()
        ? Optional.of(new DataSource(uri.get(), size.get(), region, access))
        : Optional.empty();
  }

  private static Optional<DataSize> size(Tree tree) {
    if (!tree.has("size")) {
      return Optional.of(DataSize.NONE);
    }
    Optional<DataSize> size =
        Amounts.size(tree.raw("size")).filter(known -> known.compareTo(MOST) <= 0);
    if (size.isEmpty()) {
      Tree.wrongType(
          tree.problems(),
          tree.path("size"),
          tree.raw("size"),
          "a size such as 400GB, at most 9000TB");
    }
    return size;
  }

  private static Optional<Region> region(Tree tree, Vocabulary vocabulary) {
    return tree.words("region")
        .flatMap(
            text -> new AreaReader(vocabulary, tree.problems()).region(tree.path("region"), text));
  }
}
