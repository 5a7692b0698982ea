package io.tradewind.server.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.Domain;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Service;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.workload.ReplicaSpread.Crowd;
import io.tradewind.server.workload.ReplicaSpread.Stand;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides where replicas go: each where it is best placed by itself, or as the service's mix and
 * spread say. What is not to be had in an emptier domain is looked for in the next fuller one.
 * Nothing is stored here.
 */
@ApplicationScoped
class ReplicaPlaces {
  private final Placements placements;
  private final ObjectMapper json;

  ReplicaPlaces(Placements placements, ObjectMapper json) {
    this.placements = placements;
    this.json = json;
  }

  /**
   * A replica that is to be made.
   *
   * @param capacity the one that it may have; empty for any that the file accepts
   * @param last pools whose offers have their turn after all others
   */
  record Placed(int number, Optional<CapacityType> capacity, Placement placement, Set<Pool> last) {
    Placed numbered(int other) {
      return new Placed(other, capacity, placement, last);
    }
  }

  /**
   * @param obstacle why they are not as many as were asked for
   */
  record Places(List<Placed> placed, Optional<String> obstacle) {}

  /** Whether it matters where the other replicas are. */
  static boolean isVaried(Service file) {
    return file.mix().isPresent() || file.spread().isPresent();
  }

  /**
   * @param asked the service's file within what was agreed to
   * @param there what stays, with which the new ones are mixed and spread
   */
  Places place(
      Asker asker, Workload asked, ReplicaSpread there, int wanted, List<Integer> numbers) {
    Service file = asked.service().orElseThrow();
    List<Placed> placed = new ArrayList<>();
    ReplicaSpread all = there;
    for (int number : numbers) {
      Placed next =
          placed.isEmpty() || isVaried(file)
              ? place(asker, asked, file, all, wanted)
              : placed.get(0);
      if (next.placement().outcome() != Outcome.PLACED) {
        return new Places(placed, Optional.of(String.join(" ", next.placement().explanation())));
      }
      placed.add(next.numbered(number));
      all = all.with(stand(file, next.placement().choice().orElseThrow().offer()));
    }
    return new Places(placed, Optional.empty());
  }

  private Placed place(Asker asker, Workload asked, Service file, ReplicaSpread all, int wanted) {
    Optional<CapacityType> capacity = file.mix().map(mix -> all.next(mix, wanted));
    Workload one = capacity.map(asked::withCapacity).orElse(asked);
    Placement anywhere = match(asker, one);
    return file.spread().isPresent() && anywhere.outcome() == Outcome.PLACED
        ? spread(asker, one, all, capacity, anywhere)
        : new Placed(0, capacity, anywhere, Set.of());
  }

  private Placed spread(
      Asker asker,
      Workload one,
      ReplicaSpread all,
      Optional<CapacityType> capacity,
      Placement anywhere) {
    Service file = one.service().orElseThrow();
    CapacityType kind = capacity.orElse(CapacityType.ON_DEMAND);
    List<Crowd> levels = new ArrayList<>(List.of(Crowd.NOBODY));
    levels.addAll(all.levels(kind));
    for (Crowd level : levels) {
      Optional<Candidate> near =
          turns(anywhere)
              .filter(it -> all.crowd(stand(file, it.offer())).compareTo(level) <= 0)
              .findFirst();
      Placement found =
          near.isPresent()
              ? anywhere.choosing(near.get(), why(file, all, near.get()), "Spread.")
              : match(asker, without(one, all.beyond(level, kind)));
      if (found.outcome() == Outcome.PLACED) {
        return new Placed(0, capacity, found, fuller(file, all, found));
      }
    }
    return new Placed(0, capacity, anywhere, Set.of());
  }

  private static String why(Service file, ReplicaSpread all, Candidate candidate) {
    Stand stand = stand(file, candidate.offer());
    return "%d of its replicas %s in %s."
        .formatted(
            all.crowd(stand).all(), all.crowd(stand).all() == 1 ? "is" : "are", stand.domain());
  }

  private static Stream<Candidate> turns(Placement placement) {
    return Stream.concat(placement.choice().stream(), placement.runnersUp().stream());
  }

  /** The pools of fuller domains than that of the choice. */
  private static Set<Pool> fuller(Service file, ReplicaSpread all, Placement placement) {
    Crowd chosen = all.crowd(stand(file, placement.choice().orElseThrow().offer()));
    return turns(placement)
        .map(Candidate::offer)
        .filter(it -> all.crowd(stand(file, it)).compareTo(chosen) > 0)
        .map(Pool::of)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Zones are left with their regions: those that are near in price were looked at before. */
  private static Workload without(Workload one, List<Stand> stands) {
    PlacementWishes wishes = one.placement();
    if (one.service().flatMap(Service::spread).orElseThrow() == Domain.PROVIDER) {
      Set<ProviderId> denied = new HashSet<>(wishes.providersDenied());
      stands.forEach(it -> denied.add(it.region().provider()));
      return one.withPlacement(wishes.withProviders(wishes.providersAllowed(), denied));
    }
    List<Area> denied = new ArrayList<>(wishes.regionsDenied());
    stands.stream()
        .map(Stand::region)
        .distinct()
        .forEach(it -> denied.add(new Area.ProviderRegion(it)));
    return one.withPlacement(wishes.withRegions(wishes.regionsAllowed(), denied));
  }

  private Placement match(Asker asker, Workload workload) {
    return placements.matchCurrent(asker, workload, Scope.LEASABLE);
  }

  private static Stand stand(Service file, Offer offer) {
    return stand(file, offer.capacityType(), offer.region(), offer.zone());
  }

  /** Where a replica is whose newest lease this is. */
  Stand stand(Service file, LeaseEntity lease) {
    JsonNode offer = offer(lease);
    CapacityType capacity =
        CapacityType.parse(offer.path("capacityType").asText()).orElse(CapacityType.ON_DEMAND);
    Optional<String> zone = Optional.ofNullable(offer.path("zone").textValue());
    return stand(file, capacity, Region.of(lease.provider, lease.region), zone);
  }

  /** Without a mix, capacity makes no difference. */
  private static Stand stand(
      Service file, CapacityType capacity, Region region, Optional<String> zone) {
    CapacityType counted = file.mix().isPresent() ? capacity : CapacityType.ON_DEMAND;
    return new Stand(counted, region, file.spread().orElse(Domain.ZONE).of(region, zone));
  }

  private JsonNode offer(LeaseEntity lease) {
    try {
      return json.readTree(lease.offerDocument);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored offer is not JSON any more.", e);
    }
  }
}
