package io.tradewind.server.availability;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.server.availability.Spans.Change;
import io.tradewind.server.availability.Spans.Span;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpansTest {
  @Test
  void whatWasNeverListedHasNoHistory() {
    assertThat(Spans.of(List.of(), List.of(new Change<>(at(0), "available")))).isEmpty();
  }

  @Test
  void listingsAndStatesMakeSpansThatLieEndToEnd() {
    List<Span> spans =
        Spans.of(
            List.of(
                new Change<>(at(1), true), new Change<>(at(5), false), new Change<>(at(7), true)),
            List.of(new Change<>(at(3), "limited"), new Change<>(at(6), "available")));

    assertThat(spans)
        .containsExactly(
            new Span(at(1), at(3), "unknown"),
            new Span(at(3), at(5), "limited"),
            new Span(at(5), at(7), "withdrawn"),
            new Span(at(7), null, "available"));
  }

  @Test
  void whatWasSaidBeforeHoldsWhenTheTimeBegins() {
    assertThat(
            Spans.of(List.of(new Change<>(at(4), true)), List.of(new Change<>(at(0), "limited"))))
        .containsExactly(new Span(at(4), null, "limited"));
  }

  @Test
  void changesThatChangeNothingMakeNoSpan() {
    assertThat(
            Spans.of(
                List.of(new Change<>(at(0), true), new Change<>(at(2), true)),
                List.of(new Change<>(at(0), "limited"), new Change<>(at(3), "limited"))))
        .containsExactly(new Span(at(0), null, "limited"));
  }

  private static Instant at(int hour) {
    return NOON.plusSeconds(3600L * hour);
  }
}
