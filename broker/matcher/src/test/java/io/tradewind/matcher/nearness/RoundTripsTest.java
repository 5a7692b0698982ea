package io.tradewind.matcher.nearness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.api.GeoPoint;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.LatencyReading.Measured;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.matcher.bench.MeasuredMatrix;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
  private static final End FRANKFURT = at("aws/eu-central-1");
  private static final End DUBLIN = at("aws/eu-west-1");

  @Test
  void aMeasuredPairIsToldAsMeasuredAndByWhom() {
    Estimate estimate = of(measured(FRANKFURT, DUBLIN, 24.5)).between(FRANKFURT, DUBLIN);

    assertThat(estimate).isEqualTo(new Estimate(24.5, true, "a test, 2026-06-01"));
  }

  @Test
  void thereAndBackIsBackAndThere() {
    RoundTrips roundTrips = of(measured(FRANKFURT, DUBLIN, 24.5));

    assertThat(roundTrips.between(DUBLIN, FRANKFURT))
        .isEqualTo(roundTrips.between(FRANKFURT, DUBLIN));
  }

  @Test
  void whatIsFasterThanLightInFibreWasNotMeasured() {
    Estimate estimate = of(measured(FRANKFURT, DUBLIN, 3)).between(FRANKFURT, DUBLIN);

    assertThat(estimate.measured()).isFalse();
    assertThat(estimate.milliseconds()).isGreaterThan(10);
  }

  @Test
  void ofTwoDirectionsThatDisagreeTheSlowerIsBelieved() {
    RoundTrips roundTrips = of(measured(FRANKFURT, DUBLIN, 24), measured(DUBLIN, FRANKFURT, 15));

    assertThat(roundTrips.between(FRANKFURT, DUBLIN).milliseconds()).isEqualTo(24);
  }

  @Test
  void twoDirectionsThatAgreeAreAveraged() {
    RoundTrips roundTrips = of(measured(FRANKFURT, DUBLIN, 24), measured(DUBLIN, FRANKFURT, 25));

    assertThat(roundTrips.between(FRANKFURT, DUBLIN).milliseconds()).isEqualTo(24.5);
  }

  @Test
  void withoutLandmarksTheGreatCircleSpeaks() {
    Estimate estimate = RoundTrips.BY_DISTANCE.between(FRANKFURT, DUBLIN);

    assertThat(estimate.source()).isEqualTo("the great circle");
    assertThat(estimate.milliseconds()).isEqualTo(0.6 + 0.0186 * 1087, within(1.0));
  }

  @Test
  void usersAreAsMuchFurtherAwayAsTheirOwnLineTakes() {
    RoundTrips roundTrips = RoundTrips.BY_DISTANCE;
    End home = End.ofUsers(FRANKFURT.point());

    assertThat(roundTrips.between(home, DUBLIN).milliseconds())
        .isEqualTo(roundTrips.between(FRANKFURT, DUBLIN).milliseconds() + 10, within(1e-9));
  }

  @Test
  void aPlaceBesideALandmarkIsAboutAsFarAsTheLandmark() {
    RoundTrips roundTrips = RoundTrips.of(List.of(detour(2.4)));
    End besideMilan = at("gcp/europe-west8");

    Estimate estimate = roundTrips.between(besideMilan, at("azure/northeurope"));

    double fibre = Fibre.milliseconds(besideMilan.point(), DUBLIN.point());
    assertThat(estimate.measured()).isFalse();
    assertThat(estimate.source()).isEqualTo("landmarks, a test, 2026-06-01");
    assertThat(estimate.milliseconds()).isEqualTo(2.4 * fibre, within(0.1 * fibre));
  }

  @Property(tries = 200)
  void noEstimateIsFasterThanLight(
      @ForAll @DoubleRange(min = -90, max = 90) double latitude,
      @ForAll @DoubleRange(min = -180, max = 180) double longitude) {
    End anywhere = new End(Optional.empty(), new GeoPoint(latitude, longitude), 0);

    for (End landmark : EVERYWHERE) {
      assertThat(SLOW.between(anywhere, landmark).milliseconds())
          .isGreaterThanOrEqualTo(Fibre.milliseconds(anywhere.point(), landmark.point()));
    }
  }

  @Test
  void aRegionLeftOutOfAMeasuredMatrixIsEstimatedWithinAFewPercent() throws IOException {
    Optional<LatencyReading> matrix = MeasuredMatrix.read();
    assumeTrue(
        matrix.isPresent(), "Skipped: ../shared/data/geo/skyplane is not beside the repository.");
    RttMatrix all = RttMatrix.of(matrix.get());
    List<Double> errors = new ArrayList<>();
    for (int left = 0; left < all.landmarks().size(); left += 6) {
      errors.addAll(errors(all, left));
    }

    errors.sort(null);
    assertThat(errors.get(errors.size() / 2)).isLessThan(0.045);
  }

  private static List<Double> errors(RttMatrix all, int left) {
    LandmarkModel model = LandmarkModel.of(all.without(left));
    End from = end(all.landmarks().get(left));
    List<Double> errors = new ArrayList<>();
    for (int other = 0; other < all.landmarks().size(); other++) {
      double measured = all.milliseconds()[left][other];
      if (!Double.isNaN(measured)) {
        End to = end(all.landmarks().get(other));
        double[] weighted = model.weighted(model.similarities(to));
        double estimate = model.milliseconds(from, model.similarities(from), to, weighted);
        errors.add(Math.abs(estimate - measured) / measured);
      }
    }
    return errors;
  }

  private static final List<End> EVERYWHERE =
      List.of(
          FRANKFURT,
          DUBLIN,
          at("aws/eu-south-1"),
          at("aws/eu-north-1"),
          at("aws/us-east-1"),
          at("aws/us-west-2"),
          at("aws/ap-northeast-1"),
          at("aws/ap-southeast-2"),
          at("aws/sa-east-1"));

  private static final RoundTrips SLOW = RoundTrips.of(List.of(detour(1.05)));

  /** Every way so much longer than light in fibre takes. */
  private static LatencyReading detour(double factor) {
    List<Measured> measured = new ArrayList<>();
    for (End from : EVERYWHERE) {
      for (End to : EVERYWHERE) {
        if (!from.equals(to)) {
          double fibre = Fibre.milliseconds(from.point(), to.point());
          measured.add(measured(from, to, factor * fibre));
        }
      }
    }
    return reading(measured);
  }

  private static RoundTrips of(Measured... measured) {
    return RoundTrips.of(List.of(reading(List.of(measured))));
  }

  private static LatencyReading reading(List<Measured> measured) {
    List<Landmark> landmarks =
        EVERYWHERE.stream().map(end -> new Landmark(name(end), end.region(), end.point())).toList();
    return new LatencyReading("a test", DAY, landmarks, measured);
  }

  private static Measured measured(End from, End to, double milliseconds) {
    return new Measured(name(from), name(to), milliseconds);
  }

  private static String name(End end) {
    return end.region().orElseThrow().toString();
  }

  private static End end(Landmark landmark) {
    return new End(landmark.region(), landmark.point(), 0);
  }

  private static End at(String region) {
    Region named = Region.of(region.split("/")[0], region.split("/")[1]);
    return End.at(named, Regions.bundled().find(named).orElseThrow());
  }
}
