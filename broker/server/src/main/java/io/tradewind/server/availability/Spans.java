package io.tradewind.server.availability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was told at single moments, as spans of time that lie end to end. */
final class Spans {
  static final String WITHDRAWN = "withdrawn";
  private static final String UNKNOWN = "unknown";

  private Spans() {}

  /** From an instant to the next span; the last one has no end. */
  record Span(Instant from, @Nullable Instant to, String state) {}

  /** What changed at a moment. */
  record Change<T>(Instant at, T value) {}

  private record Known(boolean listed, String state) {
    String shown() {
      return listed ? state : WITHDRAWN;
    }
  }

  /**
   * Nothing before the first listing. Of changes at one moment the last one stands; a change that
   * changes nothing makes no span.
   *
   * @param listings in the order of time: whether the offer was on the market from then on
   * @param states in the order of time: how much its seller said to have
   */
  static List<Span> of(List<Change<Boolean>> listings, List<Change<String>> states) {
    if (listings.isEmpty()) {
      return List.of();
    }
    SortedMap<Instant, Known> moments = moments(listings, states);
    List<Span> spans = new ArrayList<>();
    moments
        .tailMap(listings.get(0).at())
        .forEach(
            (at, known) -> {
              int last = spans.size() - 1;
              if (last < 0) {
                spans.add(new Span(at, null, known.shown()));
              } else if (!spans.get(last).state().equals(known.shown())) {
                spans.set(last, new Span(spans.get(last).from(), at, spans.get(last).state()));
                spans.add(new Span(at, null, known.shown()));
              }
            });
    return spans;
  }

  private static SortedMap<Instant, Known> moments(
      List<Change<Boolean>> listings, List<Change<String>> states) {
    SortedMap<Instant, Known> moments = new TreeMap<>();
    int listing = 0;
    int state = 0;
    Known known = new Known(false, UNKNOWN);
    while (listing < listings.size() || state < states.size()) {
      boolean nextIsListing =
          state == states.size()
              || (listing < listings.size()
                  && !listings.get(listing).at().isAfter(states.get(state).at()));
      if (nextIsListing) {
        Change<Boolean> change = listings.get(listing++);
        known = new Known(change.value(), known.state());
        moments.put(change.at(), known);
      } else {
        Change<String> change = states.get(state++);
        known = new Known(known.listed(), change.value());
        moments.put(change.at(), known);
      }
    }
    return moments;
  }
}
