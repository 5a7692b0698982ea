package io.tradewind.server.earning;

import io.tradewind.server.market.MoneyView;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a site earned in some days of UTC, in replies.
 *
 * @param totals one of each currency; never converted
 */
@Schema(name = "Earnings", description = "What a site earned, by day and unit.")
public record EarningsView(
    @Schema(required = true) LocalDate from,
    @Schema(required = true, description = "The last day, which is included.") LocalDate to,
    @Schema(required = true, description = "The newest day first.") List<DayView> days,
    @Schema(required = true, description = "One of each currency.") List<TotalView> totals,
    @Schema(required = true, description = "At the site's meter, estimated from rated power.")
        double energyKilowattHours,
    @Schema(required = true, description = "Location-based, of the leases' energy.")
        double operationalGrams,
    @Schema(
            required = true,
            description = "On site: its WUE × the energy of its machines; 0 where WUE is unknown.")
        double waterLitres,
    @Schema(required = true, description = "Of charges of any time, the newest first; at most 100.")
        List<DisputedView> disputes) {

  /**
   * A dispute about a charge for this site's capacity, whoever opened it.
   *
   * @param day of the first disputed second: it stands in that day's earnings, and that month's
   *     payout
   */
  @Schema(name = "DisputedEarning")
  public record DisputedView(
      @Schema(required = true) UUID id,
      @Schema(required = true) UUID lease,
      @Schema(required = true) LocalDate day,
      @Schema(required = true) MoneyView amount,
      @Schema(
              required = true,
              enumeration = {"open", "granted", "refused"})
          String state) {}

  /**
   * One day of one kind of capacity.
   *
   * @param unitHours of accelerators, or of vCPUs
   * @param gross what buyers were charged
   * @param take the broker's part
   * @param refunded the site's part of what was given back on that day
   * @param net what is paid out of it: gross, less take, less refunds
   */
  @Schema(name = "EarningsDay")
  public record DayView(
      @Schema(required = true) LocalDate day,
      @Schema(required = true, examples = "H100-SXM") String unit,
      @Schema(required = true) long leases,
      @Schema(required = true) double unitHours,
      @Schema(required = true) MoneyView gross,
      @Schema(required = true, description = "The broker's part.") MoneyView take,
      @Schema(required = true, description = "The site's part of what was given back.")
          MoneyView refunded,
      @Schema(required = true) MoneyView net,
      @Schema(required = true) double energyKilowattHours) {}

  /**
   * @param takePercent of gross, over all of it
   */
  @Schema(name = "EarningsTotal")
  public record TotalView(
      @Schema(required = true) MoneyView gross,
      @Schema(required = true) MoneyView take,
      @Schema(required = true) MoneyView refunded,
      @Schema(required = true) MoneyView net,
      @Schema(required = true, description = "Of gross, over all of it.") double takePercent) {}
}
