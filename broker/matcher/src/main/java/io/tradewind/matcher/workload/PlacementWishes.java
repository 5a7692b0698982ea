package io.tradewind.matcher.workload;

import io.tradewind.api.Cities.City;
import io.tradewind.api.ProviderId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where, and by what standard.
 *
 * @param regionsAllowed empty for anywhere
 * @param providersAllowed seller or feed; empty for every offer that is open
 * @param residency where data must stay; a place that is not known satisfies none
 * @param maxRoundTripMilliseconds to the users, or to the data of a task; a hard limit
 * @param objective empty when nothing was said: cheapest
 * @param withinPricePercent how much dearer than the cheapest the greenest or nearest may be
 * @param certifications lower case, all needed
 * @param shift whether to look for a better hour to start; empty: where the greenest is wanted
 */
public record PlacementWishes(
    List<Area> regionsAllowed,
    List<Area> regionsDenied,
    Set<ProviderId> providersAllowed,
    Set<ProviderId> providersDenied,
    Optional<Area> residency,
    List<Users> users,
    OptionalDouble maxRoundTripMilliseconds,
    Optional<Objective> objective,
    double withinPricePercent,
    CostKind cost,
    Set<String> certifications,
    Optional<Boolean> shift) {

  /** How much dearer the greenest or nearest may be when nothing is said, in percent. */
  public static final double DEFAULT_WITHIN_PRICE_PERCENT = 5;

  public static final PlacementWishes NONE =
      new PlacementWishes(
          List.of(),
          List.of(),
          Set.of(),
          Set.of(),
          Optional.empty(),
          List.of(),
          OptionalDouble.empty(),
          Optional.empty(),
          DEFAULT_WITHIN_PRICE_PERCENT,
          CostKind.LANDED,
          Set.of(),
          Optional.empty());

  /**
   * Where users are.
   *
   * @param country ISO 3166 alpha-2
   * @param city empty when they are anywhere in the country
   * @param weight relative to the other rows
   */
  public record Users(String country, Optional<City> city, double weight) {
    public Users(String country, double weight) {
      this(country, Optional.empty(), weight);
    }

    public Users(City city, double weight) {
      this(city.country(), Optional.of(city), weight);
    }
  }

  public PlacementWishes {
    regionsAllowed = List.copyOf(regionsAllowed);
    regionsDenied = List.copyOf(regionsDenied);
    providersAllowed = Collections.unmodifiableSortedSet(new TreeSet<>(providersAllowed));
    providersDenied = Collections.unmodifiableSortedSet(new TreeSet<>(providersDenied));
    users = List.copyOf(users);
    certifications = Collections.unmodifiableSortedSet(new TreeSet<>(certifications));
    if (!(withinPricePercent >= 0)) {
      throw new IllegalArgumentException(
          "within_price_pct is %s. Use zero or more.".formatted(withinPricePercent));
    }
  }

  public PlacementWishes withRegions(List<Area> allowed, List<Area> denied) {
    return new PlacementWishes(
        allowed,
        denied,
        providersAllowed,
        providersDenied,
        residency,
        users,
        maxRoundTripMilliseconds,
        objective,
        withinPricePercent,
        cost,
        certifications,
        shift);
  }

  public PlacementWishes withProviders(Set<ProviderId> allowed, Set<ProviderId> denied) {
    return new PlacementWishes(
        regionsAllowed,
        regionsDenied,
        allowed,
        denied,
        residency,
        users,
        maxRoundTripMilliseconds,
        objective,
        withinPricePercent,
        cost,
        certifications,
        shift);
  }

  public PlacementWishes withResidency(Area area) {
    return new PlacementWishes(
        regionsAllowed,
        regionsDenied,
        providersAllowed,
        providersDenied,
        Optional.of(area),
        users,
        maxRoundTripMilliseconds,
        objective,
        withinPricePercent,
        cost,
        certifications,
        shift);
  }

  public PlacementWishes withUsers(List<Users> newUsers, OptionalDouble maxMilliseconds) {
    return new PlacementWishes(
        regionsAllowed,
        regionsDenied,
        providersAllowed,
        providersDenied,
        residency,
        newUsers,
        maxMilliseconds,
        objective,
        withinPricePercent,
        cost,
        certifications,
        shift);
  }

  public PlacementWishes withObjective(Objective newObjective, double withinPercent) {
    return new PlacementWishes(
        regionsAllowed,
        regionsDenied,
        providersAllowed,
        providersDenied,
        residency,
        users,
        maxRoundTripMilliseconds,
        Optional.of(newObjective),
        withinPercent,
        cost,
        certifications,
        shift);
  }

  public PlacementWishes withCost(CostKind newCost) {
    return new PlacementWishes(
        regionsAllowed,
        regionsDenied,
        providersAllowed,
        providersDenied,
        residency,
        users,
        maxRoundTripMilliseconds,
        objective,
        withinPricePercent,
        newCost,
        certifications,
        shift);
  }

  public PlacementWishes withCertifications(Set<String> wanted) {
    return new PlacementWishes(
        regionsAllowed,
        regionsDenied,
        providersAllowed,
        providersDenied,
        residency,
        users,
        maxRoundTripMilliseconds,
        objective,
        withinPricePercent,
        cost,
        wanted,
        shift);
  }

  public PlacementWishes withShift(boolean wanted) {
    return new PlacementWishes(
        regionsAllowed,
        regionsDenied,
        providersAllowed,
        providersDenied,
        residency,
        users,
        maxRoundTripMilliseconds,
        objective,
        withinPricePercent,
        cost,
        certifications,
        Optional.of(wanted));
  }
}
