package io.tradewind.server.earning;

import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What only the operator can know of a year of the whole site, by the names and symbols of annex II
 * of Delegated Regulation (EU) 2024/1364. What is left out is reported as missing.
 */
@Schema(
    name = "SiteYear",
    description = "What an operator tells of a year of its whole site; see (EU) 2024/1364.")
public record SiteYearBody(
    @Schema(nullable = true, description = "Installed IT power demand, PD_IT, in kW.")
        @Nullable Double installedItPowerKw,
    @Schema(nullable = true, description = "Total floor area, S_DC, in m².")
        @Nullable Double floorAreaM2,
    @Schema(nullable = true, description = "Computer room floor area, S_CR, in m².")
        @Nullable Double computerRoomAreaM2,
    @Schema(nullable = true, description = "Total energy consumption, E_DC, in kWh.")
        @Nullable Double totalEnergyKwh,
    @Schema(nullable = true, description = "Energy of IT equipment, E_IT, in kWh.")
        @Nullable Double itEnergyKwh,
    @Schema(nullable = true, description = "Average battery capacity, C_BtG, in kW.")
        @Nullable Double batteryCapacityKw,
    @Schema(nullable = true, description = "Total water input, W_IN, in m³.")
        @Nullable Double waterM3,
    @Schema(nullable = true, description = "Total potable water input, W_IN-POT, in m³.")
        @Nullable Double potableWaterM3,
    @Schema(nullable = true, description = "Waste heat that was reused, E_REUSE, in kWh.")
        @Nullable Double reusedHeatKwh,
    @Schema(nullable = true, description = "Average temperature of waste heat, T_WH, in °C.")
        @Nullable Double wasteHeatCelsius,
    @Schema(nullable = true, description = "Average intake air setpoint, T_IN, in °C.")
        @Nullable Double intakeAirCelsius,
    @Schema(nullable = true, description = "Types of refrigerants.") @Nullable String refrigerants,
    @Schema(nullable = true, description = "Cooling degree days, CDD.")
        @Nullable Double coolingDegreeDays,
    @Schema(nullable = true, description = "Renewable by guarantees of origin, E_RES-GOO, in kWh.")
        @Nullable Double renewableGuaranteesKwh,
    @Schema(nullable = true, description = "Renewable by purchase agreements, E_RES-PPA, in kWh.")
        @Nullable Double renewableAgreementsKwh,
    @Schema(nullable = true, description = "Renewable made on site, E_RES-OS, in kWh.")
        @Nullable Double renewableOnSiteKwh,
    @Schema(nullable = true, description = "ICT capacity of servers, C_SERV.")
        @Nullable Double serverCapacity,
    @Schema(nullable = true, description = "ICT capacity of storage, C_STOR, in petabytes.")
        @Nullable Double storagePetabytes,
    @Schema(nullable = true, description = "Incoming traffic bandwidth, B_IN, in Gb/s.")
        @Nullable Double incomingGbps,
    @Schema(nullable = true, description = "Outgoing traffic bandwidth, B_OUT, in Gb/s.")
        @Nullable Double outgoingGbps) {
  static final SiteYearBody NOTHING =
      new SiteYearBody(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null);

  private static final double MOST = 1e15;
  private static final int LONGEST = 300;

  /** A figure with its name of the directive. */
  record Figure(String field, String symbol, String unit, @Nullable Double value) {}

  List<Figure> figures() {
    return List.of(
        new Figure("installedItPowerKw", "PD_IT", "kW", installedItPowerKw),
        new Figure("floorAreaM2", "S_DC", "m2", floorAreaM2),
        new Figure("computerRoomAreaM2", "S_CR", "m2", computerRoomAreaM2),
        new Figure("totalEnergyKwh", "E_DC", "kWh", totalEnergyKwh),
        new Figure("itEnergyKwh", "E_IT", "kWh", itEnergyKwh),
        new Figure("batteryCapacityKw", "C_BtG", "kW", batteryCapacityKw),
        new Figure("waterM3", "W_IN", "m3", waterM3),
        new Figure("potableWaterM3", "W_IN-POT", "m3", potableWaterM3),
        new Figure("reusedHeatKwh", "E_REUSE", "kWh", reusedHeatKwh),
        new Figure("wasteHeatCelsius", "T_WH", "degC", wasteHeatCelsius),
        new Figure("intakeAirCelsius", "T_IN", "degC", intakeAirCelsius),
        new Figure("coolingDegreeDays", "CDD", "degree days", coolingDegreeDays),
        new Figure("renewableGuaranteesKwh", "E_RES-GOO", "kWh", renewableGuaranteesKwh),
        new Figure("renewableAgreementsKwh", "E_RES-PPA", "kWh", renewableAgreementsKwh),
        new Figure("renewableOnSiteKwh", "E_RES-OS", "kWh", renewableOnSiteKwh),
        new Figure("serverCapacity", "C_SERV", "", serverCapacity),
        new Figure("storagePetabytes", "C_STOR", "PB", storagePetabytes),
        new Figure("incomingGbps", "B_IN", "Gb/s", incomingGbps),
        new Figure("outgoingGbps", "B_OUT", "Gb/s", outgoingGbps));
  }

  /**
   * @throws ProblemException 422 with every figure that cannot be
   */
  SiteYearBody checked() {
    List<FieldProblem> problems = new ArrayList<>();
    figures().stream()
        .filter(it -> it.value() != null && !(Math.abs(it.value()) <= MOST && isSound(it)))
        .forEach(
            it ->
                problems.add(
                    new FieldProblem(
                        it.field(),
                        "%s %s cannot be.".formatted(it.value(), it.unit()),
                        "Write the figure of the whole site and year, or leave it out.")));
    if (refrigerants != null && refrigerants.length() > LONGEST) {
      problems.add(
          new FieldProblem(
              "refrigerants", "It is long.", "Write %d characters at most.".formatted(LONGEST)));
    }
    atMost(problems, "itEnergyKwh", itEnergyKwh, totalEnergyKwh, "totalEnergyKwh");
    atMost(problems, "computerRoomAreaM2", computerRoomAreaM2, floorAreaM2, "floorAreaM2");
    atMost(problems, "potableWaterM3", potableWaterM3, waterM3, "waterM3");
    if (!problems.isEmpty()) {
      throw new ProblemException(
          422, "site_year_invalid", "The year cannot be taken; nothing was changed.", problems);
    }
    return this;
  }

  /** Only temperatures may be below nothing. */
  private static boolean isSound(Figure figure) {
    return figure.unit().equals("degC") || (figure.value() != null && figure.value() >= 0);
  }

  private static void atMost(
      List<FieldProblem> problems,
      String field,
      @Nullable Double part,
      @Nullable Double whole,
      String of) {
    if (part != null && whole != null && part > whole) {
      problems.add(
          new FieldProblem(field, "It is more than %s.".formatted(of), "Mend one of the two."));
    }
  }
}
