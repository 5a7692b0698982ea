package io.tradewind.server.agent;

import io.tradewind.api.site.Ask;
import io.tradewind.api.site.EnergyPart;
import io.tradewind.api.site.Reclaimable;
import io.tradewind.api.site.WeeklyWindow;
import io.tradewind.pricing.Money;
import io.tradewind.server.market.MoneyView;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An ask as it is written and read by people. */
@Schema(name = "Ask", description = "What a site asks for one unit and hour.")
public record AskBody(
    @Schema(
            required = true,
            description = "An accelerator's model, or cpu for a vCPU of machines without any.",
            examples = "H100-SXM")
        @Nullable String unit,
    @Schema(required = true) @Nullable MoneyView base,
    @Schema(nullable = true, description = "The price is never below it.")
        @Nullable MoneyView floor,
    @Schema(nullable = true, description = "Outside of all nothing is on sale; none: always.")
        @Nullable List<WindowBody> windows,
    @Schema(nullable = true, description = "Of the windows' clocks.", examples = "Europe/Berlin")
        @Nullable String zone,
    @Schema(nullable = true, description = "Added: kilowatt-hour × watts × PUE.")
        @Nullable EnergyBody energy,
    @Schema(nullable = true, description = "Not on sale while the grid has more g/kWh.")
        @Nullable Double mostGramsPerKilowattHour,
    @Schema(nullable = true, description = "Also sold as spot, for less.")
        @Nullable ReclaimableBody reclaimable,
    @Schema(
            nullable = true,
            description =
                "A lease that its tenant ends sooner is charged for so long. The same in all asks"
                    + " of a site.",
            examples = "7200")
        @Nullable Long minimumSeconds) {

  /**
   * @param days {@code mon} to {@code sun}; none for all
   */
  @Schema(name = "AskWindow")
  public record WindowBody(
      @Schema(nullable = true, description = "mon, tue, wed, thu, fri, sat, sun; none for all.")
          @Nullable List<String> days,
      @Schema(required = true, examples = "20:00") @Nullable String from,
      @Schema(required = true, examples = "06:00", description = "Not later: on the next day.")
          @Nullable String to,
      @Schema(nullable = true) @Nullable MoneyView base,
      @Schema(
              nullable = true,
              description =
                  "Only while the sun stands at least so many degrees over the site: 0 for sunrise"
                      + " to sunset.",
              examples = "15")
          @Nullable Double leastSunDegrees,
      @Schema(nullable = true, description = "Only while the grid has at most so many g/kWh.")
          @Nullable Double mostGramsPerKilowattHour) {
    static WindowBody of(WeeklyWindow window) {
      return new WindowBody(
          EnumSet.copyOf(window.days()).stream().map(WindowBody::name).toList(),
          window.from().toString(),
          window.to().toString(),
          window.base().map(MoneyView::of).orElse(null),
          value(window.leastSunDegrees()),
          value(window.mostGrams()));
    }

    private static String name(DayOfWeek day) {
      return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    WeeklyWindow toWindow() {
      EnumSet<DayOfWeek> set = EnumSet.noneOf(DayOfWeek.class);
      (days == null ? List.<String>of() : days).forEach(day -> set.add(day(day)));
      return new WeeklyWindow(
          set,
          time("from", from),
          time("to", to),
          Optional.ofNullable(base).map(AskBody::money),
          number(leastSunDegrees),
          number(mostGramsPerKilowattHour));
    }

    private static DayOfWeek day(String text) {
      return EnumSet.allOf(DayOfWeek.class).stream()
          .filter(day -> name(day).equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "'%s' is no day. Write mon, tue, wed, thu, fri, sat or sun."
                          .formatted(text)));
    }

    private static LocalTime time(String field, @Nullable String text) {
      try {
        return LocalTime.parse(String.valueOf(text));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "The window's %s is '%s'. Write a time such as 20:00.".formatted(field, text), e);
      }
    }
  }

  @Schema(name = "AskEnergy")
  public record EnergyBody(
      @Schema(required = true) @Nullable MoneyView perKilowattHour,
      @Schema(nullable = true, description = "Of one unit; without it the rated power.")
          @Nullable Double watts) {
    EnergyPart toPart() {
      return new EnergyPart(
          money(required("energy.perKilowattHour", perKilowattHour)), number(watts));
    }
  }

  @Schema(name = "AskReclaimable")
  public record ReclaimableBody(
      @Schema(required = true) @Nullable BigDecimal percentOff,
      @Schema(required = true, description = "Between the word and the end.")
          @Nullable Long noticeSeconds) {
    Reclaimable toReclaimable() {
      return new Reclaimable(
          required("reclaimable.percentOff", percentOff),
          Duration.ofSeconds(required("reclaimable.noticeSeconds", noticeSeconds)));
    }
  }

  public static AskBody of(Ask ask) {
    return new AskBody(
        ask.unit(),
        MoneyView.of(ask.base()),
        MoneyView.of(ask.floor()),
        ask.windows().stream().map(WindowBody::of).toList(),
        ask.zone().getId(),
        ask.energy().map(AskBody::energy).orElse(null),
        value(ask.mostGrams()),
        ask.reclaimable()
            .map(it -> new ReclaimableBody(it.percentOff(), it.notice().toSeconds()))
            .orElse(null),
        ask.minimum().isZero() ? null : ask.minimum().toSeconds());
  }

  private static EnergyBody energy(EnergyPart part) {
    return new EnergyBody(MoneyView.of(part.perKilowattHour()), value(part.watts()));
  }

  /**
   * @throws IllegalArgumentException with a sentence for who wrote it
   */
  public static Ask toAsk(@Nullable AskBody body) {
    return required("ask", body).toAsk();
  }

  private Ask toAsk() {
    Money price = money(required("base", base));
    return new Ask(
        required("unit", unit),
        price,
        floor == null ? lowest(price) : money(floor),
        (windows == null ? List.<WindowBody>of() : windows)
            .stream().map(window -> required("window", window).toWindow()).toList(),
        timeZone(),
        Optional.ofNullable(energy).map(EnergyBody::toPart),
        number(mostGramsPerKilowattHour),
        Optional.ofNullable(reclaimable).map(ReclaimableBody::toReclaimable),
        Duration.ofSeconds(minimumSeconds == null ? 0 : minimumSeconds));
  }

  /** Without a floor, no discount and no window is held up. */
  private static Money lowest(Money price) {
    return Money.nano(1, price.currency());
  }

  private ZoneId timeZone() {
    try {
      return ZoneId.of(zone == null ? "UTC" : zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s' is no time zone. Write one such as Europe/Berlin.".formatted(zone), e);
    }
  }

  private static @Nullable Double value(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }

  private static OptionalDouble number(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Money money(MoneyView view) {
    return Money.parse(view.amount() + " " + view.currency());
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("There is no %s.".formatted(field));
    }
    return value;
  }
}
