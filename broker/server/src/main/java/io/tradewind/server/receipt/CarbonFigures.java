package io.tradewind.server.receipt;

import io.vertx.mutiny.sqlclient.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Energy, carbon and water of some usage on one basis. Every figure but a quotient is a sum of
 * billionths, so sums of sums are exact.
 *
 * @param basis as the usage names it, {@code average_location_lifecycle}
 * @param serverKilowattHours before the site's overhead; empty where some of the usage does not say
 * @param waterLitres empty where some of the usage does not say
 * @param estimated whether any of it stands on a modelled figure, or does not say
 */
record CarbonFigures(
    String basis,
    BigDecimal machineSeconds,
    BigDecimal acceleratorSeconds,
    BigDecimal vcpuSeconds,
    BigDecimal kilowattHours,
    Optional<BigDecimal> serverKilowattHours,
    BigDecimal operationalGrams,
    BigDecimal embodiedGrams,
    Optional<BigDecimal> waterLitres,
    boolean estimated) {
  static final int SCALE = 9;
  private static final int PUE_SCALE = 4;

  static CarbonFigures of(Row row) {
    return new CarbonFigures(
        row.getString("basis"),
        decimal(row, "machine_seconds"),
        decimal(row, "accelerator_seconds"),
        decimal(row, "vcpu_seconds"),
        decimal(row, "kwh"),
        whole(row, "server_kwh"),
        decimal(row, "operational"),
        decimal(row, "embodied"),
        whole(row, "water"),
        row.getBoolean("estimated"));
  }

  private static BigDecimal decimal(Row row, String column) {
    return row.getBigDecimal(column).setScale(SCALE, RoundingMode.UNNECESSARY);
  }

  private static Optional<BigDecimal> whole(Row row, String column) {
    @Nullable BigDecimal sum = row.getBigDecimal(column);
    return Optional.ofNullable(sum).map(it -> it.setScale(SCALE, RoundingMode.UNNECESSARY));
  }

  /** Of the same basis only: two bases have no sum. */
  CarbonFigures plus(CarbonFigures other) {
    if (!basis.equals(other.basis)) {
      throw new IllegalArgumentException(
          "Figures of the bases %s and %s cannot be added. Keep them in parts of their own."
              .formatted(basis, other.basis));
    }
    return new CarbonFigures(
        basis,
        machineSeconds.add(other.machineSeconds),
        acceleratorSeconds.add(other.acceleratorSeconds),
        vcpuSeconds.add(other.vcpuSeconds),
        kilowattHours.add(other.kilowattHours),
        sum(serverKilowattHours, other.serverKilowattHours),
        operationalGrams.add(other.operationalGrams),
        embodiedGrams.add(other.embodiedGrams),
        sum(waterLitres, other.waterLitres),
        estimated || other.estimated);
  }

  private static Optional<BigDecimal> sum(Optional<BigDecimal> one, Optional<BigDecimal> other) {
    return one.flatMap(a -> other.map(a::add));
  }

  BigDecimal totalGrams() {
    return operationalGrams.add(embodiedGrams);
  }

  /** Weighted by energy, to four decimals; empty where energy at the servers is not known. */
  Optional<BigDecimal> pue() {
    return serverKilowattHours
        .filter(it -> it.signum() > 0)
        .map(it -> kilowattHours.divide(it, PUE_SCALE, RoundingMode.HALF_EVEN));
  }
}
