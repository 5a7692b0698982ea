package io.tradewind.server.page;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor leads to the next part; absent on the last one
 * @param total how many there are in all parts together
 */
public record Page<T>(
    @Schema(required = true) List<T> items,
    @Schema(required = true, nullable = true) @Nullable String nextCursor,
    @Schema(required = true) long total) {
  public Page {
    items = List.copyOf(items);
  }

  /** A list that is short enough for one page. */
  public static <T> Page<T> whole(List<T> items) {
    return new Page<>(items, null, items.size());
  }
}
