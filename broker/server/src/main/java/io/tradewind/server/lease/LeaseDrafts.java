package io.tradewind.server.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Capability;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.Money;
import io.tradewind.server.account.AccountBook;
import io.tradewind.server.feed.ProviderRegistry;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.OfferView;
import io.tradewind.server.meter.HourlyCarbon;
import io.tradewind.server.policy.PolicyCheck;
import io.tradewind.server.workload.PlacementEntity;
import io.tradewind.server.workload.SpecReader;
import io.tradewind.server.workload.WorkloadEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the intent to lease: from a placement's list of offers, the one whose turn it is. */
@ApplicationScoped
public class LeaseDrafts {
  private static final TypeReference<List<Quote>> QUOTES = new TypeReference<>() {};

  private final LiveMarket market;
  private final Launches launches;
  private final SpecReader specs;
  private final ProviderRegistry providers;
  private final AccountBook accounts;
  private final PolicyCheck policies;
  private final ObjectMapper json;

  LeaseDrafts(
      LiveMarket market,
      Launches launches,
      SpecReader specs,
      ProviderRegistry providers,
      AccountBook accounts,
      PolicyCheck policies,
      ObjectMapper json) {
    this.market = market;
    this.launches = launches;
    this.specs = specs;
    this.providers = providers;
    this.accounts = accounts;
    this.policies = policies;
    this.json = json;
  }

  /**
   * An offer of the failover list with the price that the user was shown.
   *
   * @param perHour what the price may not exceed when its turn comes
   */
  public record Quote(
      String offer, BigDecimal perHour, String currency, @Nullable HourlyCarbon carbon) {
    static Quote of(Candidate candidate) {
      return new Quote(
          candidate.offer().id().value(),
          candidate.offer().price().perHour().amount(),
          candidate.offer().price().perHour().currencyCode(),
          candidate.carbon().map(it -> HourlyCarbon.of(it, candidate.run().hours())).orElse(null));
    }
  }

  /**
   * The placement's offers in the order in which they are tried. All of them satisfy every hard
   * constraint. The choice is what the user was shown; where price decides, those after it are in
   * the order of price and of where launches lately got capacity.
   *
   * @param last pools whose offers come after all others
   */
  List<Quote> failover(Placement placement, Set<Pool> last) {
    List<Candidate> turns = new ArrayList<>(placement.choice().stream().toList());
    List<Candidate> next = placement.runnersUp();
    turns.addAll(
        placement.objective() == Objective.CHEAPEST
            ? launches.likelyFirst(next, placement.decidedAt())
            : next);
    turns.sort(Comparator.comparing(candidate -> last.contains(Pool.of(candidate.offer()))));
    return turns.stream().map(Quote::of).toList();
  }

  /** The dearest hour of a decision's offers, in the currency of its choice. */
  public Optional<Money> dearest(PlacementEntity decision) {
    List<Quote> quotes = read(decision.failover);
    return quotes.stream()
        .filter(quote -> quote.currency().equals(quotes.get(0).currency()))
        .map(quote -> Money.of(quote.perHour(), Currency.getInstance(quote.currency())))
        .max(Comparator.naturalOrder());
  }

  /**
   * The leases of the next offer that is still there at no more than its shown price, and that the
   * policies of now allow, one for each node.
   *
   * @param turns how many offers of the list have had their turn
   * @param attempts how many leases the workload has had
   * @return empty when the list is at its end
   */
  public List<LeaseEntity> next(
      WorkloadEntity workload, PlacementEntity placement, int turns, int attempts, Instant now) {
    return next(
        workload,
        specs.stored(workload.spec),
        new Decisions.Stored(placement, read(placement.failover)),
        turns,
        attempts,
        now);
  }

  /**
   * The same of a decision that has just been made.
   *
   * @param asked what the workload's file says
   */
  public List<LeaseEntity> first(
      WorkloadEntity workload,
      Workload asked,
      Decisions.Stored decision,
      int attempts,
      Instant now) {
    return next(workload, asked, decision, 0, attempts, now);
  }

  private List<LeaseEntity> next(
      WorkloadEntity workload,
      Workload asked,
      Decisions.Stored decision,
      int turns,
      int attempts,
      Instant now) {
    List<Quote> quotes = decision.turns();
    int nodes = asked.nodes();
    Market snapshot = market.market();
    for (int i = turns; i < quotes.size(); i++) {
      Quote quote = quotes.get(i);
      OfferId id = new OfferId(quote.offer());
      Optional<Offer> offer = snapshot.find(id).filter(it -> holds(quote, it));
      Optional<ProviderId> feed = snapshot.feedOf(id);
      if (offer.isPresent()
          && feed.isPresent()
          && (nodes == 1 || connects(workload.organization, feed.get(), offer.get()))
          && isLeasable(workload.organization, feed.get(), offer.get())) {
        List<LeaseEntity> leases = new ArrayList<>(nodes);
        for (int node = 0; node < nodes; node++) {
          LeaseEntity lease = lease(workload, decision.row(), now);
          lease.account = account(workload.organization, feed.get(), offer.get()).orElse(null);
          lease.attempt = attempts + 1;
          lease.turn = i + 1;
          lease.join(node, nodes, asked.mayHedge());
          describe(lease, feed.get(), offer.get(), quote);
          leases.add(lease);
        }
        if (policies.allows(workload, leases.get(0))) {
          return leases;
        }
      }
    }
    return List.of();
  }

  /**
   * The leases of a bid that was accepted, one for each node: at its price, whatever the market
   * says by now. No second machine is started beside them.
   */
  public List<LeaseEntity> firm(
      WorkloadEntity workload, PlacementEntity placement, Candidate agreed, UUID bid, Instant now) {
    List<LeaseEntity> leases = new ArrayList<>(agreed.nodes());
    for (int node = 0; node < agreed.nodes(); node++) {
      LeaseEntity lease = lease(workload, placement, now);
      lease.attempt = 1;
      lease.turn = 1;
      lease.bid = bid;
      lease.join(node, agreed.nodes(), false);
      describe(lease, agreed.feed(), agreed.offer(), Quote.of(agreed));
      leases.add(lease);
    }
    return leases;
  }

  private static LeaseEntity lease(
      WorkloadEntity workload, PlacementEntity placement, Instant now) {
    LeaseEntity lease = new LeaseEntity(UUID.randomUUID(), now);
    lease.workload = workload.id;
    lease.organization = workload.organization;
    lease.placement = placement.id;
    lease.traceparent = workload.traceparent;
    return lease;
  }

  /** What is leased, where, and what an hour of it costs, for a sentence. */
  public static String asked(List<LeaseEntity> leases) {
    LeaseEntity first = leases.get(0);
    String each =
        "%s in %s/%s at %s an hour"
            .formatted(
                first.instanceType, first.provider, first.region, first.hourlyRate().perHour());
    return leases.size() == 1
        ? each
        : "%d nodes, each %s, %s together"
            .formatted(leases.size(), each, first.hourlyRate().times(leases.size()).perHour());
  }

  /** Where the machines will be: in the organization's account, or else the feed's own. */
  private boolean connects(UUID organization, ProviderId feed, Offer offer) {
    if (accounts.accountWith(organization, feed).isPresent()) {
      return accounts.hasGangs(feed);
    }
    return accounts.accountWith(organization, offer.provider()).isPresent()
        ? accounts.hasGangs(offer.provider())
        : providers.claims(feed, Capability.PRIVATE_NETWORK);
  }

  /** An account may have been disconnected since the decision. */
  private boolean isLeasable(UUID organization, ProviderId feed, Offer offer) {
    return market.conditions(organization).isLeasable(feed, offer.provider());
  }

  /** With whoever told the price, who may sell what others have; else with the seller itself. */
  private Optional<UUID> account(UUID organization, ProviderId feed, Offer offer) {
    return accounts
        .accountWith(organization, feed)
        .or(() -> accounts.accountWith(organization, offer.provider()));
  }

  private static boolean holds(Quote quote, Offer offer) {
    return offer.price().perHour().currencyCode().equals(quote.currency())
        && offer.price().perHour().amount().compareTo(quote.perHour()) <= 0;
  }

  private void describe(LeaseEntity lease, ProviderId feed, Offer offer, Quote quote) {
    lease.feed = feed.value();
    lease.provider = offer.provider().value();
    lease.region = offer.region().name();
    lease.instanceType = offer.instanceType().name();
    lease.offer = offer.id().value();
    lease.offerDocument = write(shown(lease, feed, offer));
    lease.rate = offer.price().perHour().amount();
    lease.currency = offer.price().perHour().currencyCode();
    lease.minimumSeconds = minimum(lease, offer).toSeconds();
    lease.hourlyCarbon = quote.carbon() == null ? null : write(quote.carbon());
    lease.accelerator = offer.accelerators().map(set -> set.model().name()).orElse(null);
    lease.accelerators =
        BigDecimal.valueOf(offer.accelerators().map(AcceleratorSet::countThousandths).orElse(0), 3);
    lease.vcpus = offer.instanceType().vcpus();
    lease.memoryMib = offer.instanceType().memory().mebibytes();
  }

  /** Sites are charged for by this broker's meter; clouds have meters of their own. */
  private Duration minimum(LeaseEntity lease, Offer offer) {
    Conditions conditions = market.conditions(lease.organization);
    return conditions.sites().contains(offer.provider())
        ? conditions.termsOf(offer.provider()).billing().minimum()
        : Duration.ZERO;
  }

  private OfferView shown(LeaseEntity lease, ProviderId feed, Offer offer) {
    return market
        .snapshot()
        .view(feed, offer, market.conditions(lease.organization), lease.requestedAt);
  }

  private List<Quote> read(String quotes) {
    try {
      return json.readValue(quotes, QUOTES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored failover list is not JSON any more.", e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s cannot be written as JSON.".formatted(value.getClass()), e);
    }
  }
}
