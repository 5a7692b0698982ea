package io.tradewind.server.site;

import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What of a site is for tenants in the coming days, in replies.
 *
 * @param from the hour that runs now
 * @param machines in the order in which they enrolled
 */
@Schema(
    name = "CapacityCalendar",
    description = "By machine and hour: what is offered, leased, closed, and at what price.")
public record CalendarView(
    @Schema(required = true) Instant from,
    @Schema(required = true) int hours,
    @Schema(required = true) List<MachineView> machines) {

  /**
   * @param unit an accelerator's model, or {@code cpu}
   * @param spans without gap, in order; neighbours differ
   */
  @Schema(name = "CalendarMachine")
  public record MachineView(
      @Schema(required = true) UUID agent,
      @Schema(required = true) String unit,
      @Schema(required = true) int units,
      @Schema(required = true) List<SpanView> spans) {}

  /**
   * @param leased units that leases hold then, by their tenants' limits; those without a limit hold
   *     theirs to the end
   * @param price of one unit and hour, were the grid always as it is now; null while nothing may be
   *     sold
   * @param why how the price is made up, or why nothing is on sale
   */
  @Schema(name = "CalendarSpan")
  public record SpanView(
      @Schema(required = true) Instant from,
      @Schema(required = true) int hours,
      @Schema(
              required = true,
              enumeration = {"offered", "leased", "maintenance", "closed", "unpriced"},
              description =
                  "leased: no unit is left; closed: the ask sells nothing at that hour; unpriced:"
                      + " there is no ask.")
          String state,
      @Schema(required = true) int offered,
      @Schema(required = true) int leased,
      @Schema(required = true, nullable = true) @Nullable MoneyView price,
      @Schema(required = true, nullable = true, description = "For reclaimable capacity.")
          @Nullable MoneyView spot,
      @Schema(required = true) String why) {
    boolean isLike(SpanView other) {
      return new SpanView(
              from,
              hours,
              other.state,
              other.offered,
              other.leased,
              other.price,
              other.spot,
              other.why)
          .equals(this);
    }

    SpanView longer() {
      return new SpanView(from, hours + 1, state, offered, leased, price, spot, why);
    }
  }
}
