package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.Runs;
import io.tradewind.matcher.fence.Breach;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Workload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each hard constraint costs: the best offer that fails only that one. */
final class NearestMisses {
  /** No wish of the user's that could be relaxed, or one whose cost nobody can tell. */
  private static final Set<RejectionReason> UNTOLD =
      EnumSet.of(
          RejectionReason.EXPIRED,
          RejectionReason.STALE,
          RejectionReason.SUPERSEDED,
          RejectionReason.SOLD_OUT,
          RejectionReason.CURRENCY,
          // Another number format would need another number of accelerators.
          RejectionReason.DTYPE,
          RejectionReason.TOO_SMALL,
          RejectionReason.SPEED_UNKNOWN);

  private NearestMisses() {}

  static boolean isTold(RejectionReason reason) {
    return !UNTOLD.contains(reason);
  }

  /**
   * @param choice null when nothing was placed
   */
  static List<NearestMiss> of(Tally tally, @Nullable Pick choice) {
    List<NearestMiss> misses = new ArrayList<>();
    for (RejectionReason reason : RejectionReason.values()) {
      Pick miss = tally.missOf(reason);
      if (miss != null) {
        misses.add(new NearestMiss(reason, miss, choice));
      }
    }
    return misses;
  }

  static String advice(NearestMiss miss) {
    Candidate candidate = miss.candidate();
    return Text.of(
        "%s: %s (%s, %s an hour).",
        miss.breaches().isEmpty()
            ? change(miss.constraint(), candidate, candidate.place())
            : exception(miss.breaches()),
        effect(miss.savingPercent()),
        name(candidate.offer()),
        Text.money(candidate.pricePerHour().perHour()));
  }

  /** No wish of the user's, but a rule above it. */
  private static String exception(List<Breach> breaches) {
    return "Ask for an exception from "
        + breaches.stream().map(Breach::text).collect(Collectors.joining("; "));
  }

  private static String effect(OptionalDouble saving) {
    if (saving.isEmpty()) {
      return "it could be placed";
    }
    double percent = saving.getAsDouble();
    if (percent > 0) {
      return Text.percent(percent) + " cheaper";
    }
    return percent == 0 ? "no cheaper" : Text.percent(-percent) + " dearer";
  }

  static String name(Offer offer) {
    return Text.of(
        "%s in %s, %s",
        offer.instanceType().name(), offer.region(), offer.capacityType().wireName());
  }

  private static String change(RejectionReason reason, Candidate miss, RegionFacts region) {
    Offer offer = miss.offer();
    PlacementWishes wishes = region.question().wishes();
    return switch (reason) {
      case EXPIRED, STALE -> "Wait until its feed answers again";
      case SUPERSEDED -> "Take the price of the source that is believed";
      case NOT_LEASABLE, NO_ACCOUNT -> "Connect an account for " + offer.provider();
      case DEADLINE -> "Allow a later deadline or a shorter run";
      case ACCELERATOR -> "Take " + accelerator(offer);
      case SOFTWARE -> "Give an image or a framework for " + stack(offer);
      case DTYPE -> "Take another number format";
      case SPEED_UNKNOWN -> "Declare its throughput";
      case TOO_SLOW ->
          Text.of(
              "Raise max_duration to %s h",
              Text.decimal(Math.ceil(miss.run().hours() * 100) / 100, 2));
      case POLICY -> "Ask for an exception";
      case CAPACITY -> "Accept " + offer.capacityType().wireName();
      case PROVIDER -> "Allow the provider " + offer.provider();
      case REGION ->
          (wishes.regionsAllowed().isEmpty() ? "Do not deny " : "Allow ") + place(region);
      case RESIDENCY -> "Let the data leave for " + place(region);
      case CERTIFICATION ->
          "Do without " + String.join(", ", wishes.certifications()) + " at " + offer.region();
      case ROUND_TRIP -> "Allow " + roundTrip(miss);
      case START ->
          Text.of(
              "Leave %s more for starting there and moving the data",
              Text.duration(miss.preparation().total()));
      case BY_NAME -> "Allow the provider " + offer.provider() + " by name";
      case SOLD_OUT -> "Wait until it is available again";
      case CURRENCY -> "Wait for an exchange rate";
      case ACCELERATOR_COUNT -> "Take " + accelerator(offer);
      case TOO_SMALL -> "Take a smaller model";
      case CPUS -> Text.of("Take %s vCPUs", amount(offer.instanceType().vcpus()));
      case MEMORY -> Text.of("Take %s of memory", offer.instanceType().memory());
      case INTERCONNECT -> "Do without a network for gangs";
      case EXECUTOR -> form(region.question().workload(), offer);
      case PRICE_CAP ->
          Text.of("Raise max_price_hour to %s", Text.money(miss.comparedPricePerHour().perHour()));
      case COST_CAP -> Text.of("Raise max_cost to %s", Text.money(miss.landed().total()));
      case CARBON_CAP ->
          miss.carbon()
              .map(carbon -> "Raise max_carbon to " + Text.grams(carbon.total().value()))
              .orElse("Do without max_carbon, since its carbon is unknown");
    };
  }

  private static String form(Workload workload, Offer offer) {
    Set<Runs> runs = offer.instanceType().runs();
    if (workload.needsImages()) {
      return Text.of("Run it without an image, since %s runs no images", offer.provider());
    }
    return runs.contains(Runs.OWN_PROCESSES)
        ? Text.of(
            "Ask %s for a sandbox, since it runs its own organization's processes alone",
            offer.provider())
        : Text.of("Name an image, since %s runs images alone", offer.provider());
  }

  private static String accelerator(Offer offer) {
    return offer
        .accelerators()
        .map(set -> Text.of("%s × %s", amount(set.count()), set.model().name()))
        .orElse("a machine without accelerators");
  }

  private static String stack(Offer offer) {
    return offer.accelerators().map(set -> set.model().stack()).orElse("this machine");
  }

  private static String amount(double value) {
    return value == 0
        ? "an unknown number of"
        : value == Math.rint(value) ? Text.of("%d", (long) value) : Text.of("%s", value);
  }

  private static String place(RegionFacts region) {
    return region.place().map(Place::country).orElse(region.region().toString());
  }

  private static String roundTrip(Candidate miss) {
    return miss.roundTrip()
        .map(trip -> Text.of("a round trip of %s ms", Text.decimal(trip.milliseconds(), 0)))
        .orElse("an unknown round trip");
  }
}
