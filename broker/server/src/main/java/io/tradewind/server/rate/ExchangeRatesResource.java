package io.tradewind.server.rate;

import io.smallrye.common.annotation.Blocking;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** By which rates offers in other currencies are compared. */
@Path("/api/v1/exchange-rates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class ExchangeRatesResource {
  private final RateBook book;
  private final RatePolls polls;
  private final Clock clock;

  ExchangeRatesResource(RateBook book, RatePolls polls, Clock clock) {
    this.book = book;
    this.polls = polls;
    this.clock = clock;
  }

  /** One currency. */
  @Schema(name = "ExchangeRate", description = "What one euro was worth.")
  public record RateView(
      @Schema(required = true, examples = "USD") String currency,
      @Schema(required = true, description = "An exact decimal number.", examples = "1.1510")
          String unitsPerEuro) {}

  /** One day's rates. */
  @Schema(name = "ExchangeRates", description = "Reference rates of one day.")
  public record RatesView(
      @Schema(required = true) LocalDate date,
      @Schema(required = true) String source,
      @Schema(required = true, enumeration = "EUR") String base,
      @Schema(required = true, description = "Since the day of the rates.") long ageDays,
      @Schema(required = true) List<RateView> rates,
      @Schema(required = true, description = "Who is asked for newer rates, and how it went.")
          List<PublisherView> publishers) {}

  /** A feed of rates. */
  @Schema(name = "RatePublisher")
  public record PublisherView(
      @Schema(required = true) String id,
      @Schema(
              required = true,
              enumeration = {"ok", "failing", "waiting"})
          String state,
      @Schema(
              required = true,
              nullable = true,
              description = "What went wrong at the last attempt.")
          @Nullable String fault) {}

  @GET
  @Blocking
  @Operation(
      operationId = "getExchangeRates",
      summary = "Exchange rates of a day",
      description =
          "The newest reference rates, or those in force on a day: of that day, or the last before"
              + " it. They are for comparing offers; nothing is charged by them.")
  public RatesView get(
      @Parameter(description = "A day; the newest when absent.", example = "2026-11-20")
          @QueryParam("date")
          @Nullable String date) {
    Optional<ExchangeRates> rates =
        date == null || date.isBlank() ? book.newest() : book.on(day(date.strip()));
    return rates
        .map(this::view)
        .orElseThrow(
            () ->
                ProblemException.field(
                    "date",
                    "No rates are known of %s or before.".formatted(date),
                    "Ask for a later day, or leave the date out."));
  }

  private RatesView view(ExchangeRates rates) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new RatesView(
        rates.date(),
        rates.source(),
        "EUR",
        Math.max(0, ChronoUnit.DAYS.between(rates.date(), today)),
        rates.unitsPerEuro().entrySet().stream()
            .map(rate -> new RateView(rate.getKey(), plain(rate.getValue())))
            .toList(),
        polls.health().stream()
            .map(it -> new PublisherView(it.name(), it.state(), it.fault().orElse(null)))
            .toList());
  }

  private static String plain(BigDecimal rate) {
    return rate.toPlainString();
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw ProblemException.field(
          "date", "'%s' is no day.".formatted(text), "Write it as 2026-11-20.");
    }
  }
}
