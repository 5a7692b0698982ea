package io.tradewind.server.carbon;

import io.tradewind.api.CarbonReading;
import io.tradewind.server.carbon.CarbonFeedView.FigureView;
import io.tradewind.server.carbon.CarbonFeedView.ForecastView;
import io.tradewind.server.feed.PollHealth;
import io.tradewind.server.market.GridBook;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who tells how clean electricity is, and how well. */
@Path("/api/v1/carbon-feeds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class CarbonFeedsResource {
  private final CarbonPolls polls;
  private final GridBook book;
  private final Clock clock;

  CarbonFeedsResource(CarbonPolls polls, GridBook book, Clock clock) {
    this.polls = polls;
    this.book = book;
    this.clock = clock;
  }

  /** All feeds. */
  @Schema(name = "CarbonFeeds", description = "Feeds of grid carbon intensity.")
  public record ListView(
      @Schema(
              required = true,
              description =
                  "What every decision counts; figures of other bases are shown and left out.",
              examples = "average_location_lifecycle")
          String basis,
      @Schema(required = true) List<CarbonFeedView> items) {}

  @GET
  @Operation(
      operationId = "listCarbonFeeds",
      summary = "Feeds of grid carbon intensity and how they are",
      description =
          "Live feeds with what they tell of the grids. A failing feed keeps its last figures; once"
              + " they are too old, a bundled table's stand in.")
  public ListView list() {
    Stream<CarbonFeedView> tables =
        book.tables().stream().map(name -> CarbonFeedView.table(name, reading(name)));
    Stream<CarbonFeedView> live = polls.feeds().stream().map(this::view);
    return new ListView(CarbonFeedView.wire(book.basis()), Stream.concat(live, tables).toList());
  }

  private CarbonFeedView view(CarbonPolls.Asked asked) {
    Instant now = clock.instant();
    PollHealth health = asked.poll().health();
    Optional<CarbonReading> reading = reading(asked.feed().name());
    Optional<Duration> validity = asked.feed().validity();
    return new CarbonFeedView(
        health.name(),
        "live",
        health.state(),
        health.lastSuccess().orElse(null),
        health.lastAttempt().orElse(null),
        health.age(now).map(Duration::toSeconds).orElse(null),
        health.fault().orElse(null),
        validity.map(Duration::toSeconds).orElse(null),
        reading.map(CarbonReading::zones).map(List::size).orElse(0),
        reading.map(it -> FigureView.of(it, validity, now)).orElse(List.of()),
        reading.map(ForecastView::of).orElse(List.of()),
        reading.map(CarbonReading::refused).orElse(List.of()));
  }

  private Optional<CarbonReading> reading(String feed) {
    return book.reading(feed);
  }
}
