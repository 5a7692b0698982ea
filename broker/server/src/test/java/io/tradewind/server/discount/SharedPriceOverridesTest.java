package io.tradewind.server.discount;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.api.ProviderId;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.PriceOverride;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two brokers on one database: what one of them writes holds on the market of the other. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class SharedPriceOverridesTest {
  @Inject Pool pool;
  @Inject LiveMarket market;

  private final List<List<PriceOverride>> oneMarket = new CopyOnWriteArrayList<>();
  private final List<List<PriceOverride>> otherMarket = new CopyOnWriteArrayList<>();
  private PriceOverrideStore one;
  private PriceOverrideStore other;

  @BeforeEach
  void twoBrokersThatKnowOfNothing() {
    one = new PriceOverrideStore(pool, oneMarket::add, Clock.systemUTC());
    other = new PriceOverrideStore(pool, otherMarket::add, Clock.systemUTC());
    write(one, List.of());
    one.refresh();
    other.refresh();
    oneMarket.clear();
    otherMarket.clear();
  }

  @AfterEach
  void nothingIsNegotiated() {
    write(one, List.of());
  }

  @Test
  void whatOneBrokerWritesTheOtherTakesOver() {
    write(one, List.of(percent("aws", "15")));
    assertThat(otherMarket).isEmpty();

    other.refresh();

    assertThat(oneMarket).containsExactly(List.of(percent("aws", "15")));
    assertThat(otherMarket).containsExactly(List.of(percent("aws", "15")));
  }

  @Test
  void theOrderOfTheRulesIsTakenOverToo() {
    write(one, List.of(percent("aws", "15"), percent("gcp", "10")));
    other.refresh();
    write(one, List.of(percent("gcp", "10"), percent("aws", "15")));

    other.refresh();

    assertThat(otherMarket.get(1)).containsExactly(percent("gcp", "10"), percent("aws", "15"));
  }

  @Test
  void whatIsTakenAwayHoldsNowhereAnyMore() {
    write(one, List.of(percent("aws", "15")));
    other.refresh();
    write(one, List.of());

    other.refresh();

    assertThat(otherMarket).containsExactly(List.of(percent("aws", "15")), List.of());
  }

  @Test
  void aLookThatFindsNothingNewLeavesTheMarketAlone() {
    write(one, List.of(percent("aws", "15")));
    other.refresh();

    other.refresh();
    other.refresh();

    assertThat(otherMarket).hasSize(1);
  }

  @Test
  void theMarketOfARunningBrokerFollowsWithoutBeingTold() {
    market.replace(ProviderId.of("a-table"), List.of(offer("any").at("aws", "eu-west-1").build()));
    write(one, List.of(percent("aws", "15")));

    eventually(
        () -> market.overridden().keySet(), held -> held.equals(Set.of(percent("aws", "15"))));
  }

  private static void write(PriceOverrideStore store, List<PriceOverride> overrides) {
    Database.await(store.replace(Tenants.DEFAULT_ORGANIZATION, overrides, "a test"));
  }

  private static PriceOverride percent(String seller, String percent) {
    return new PriceOverride(
        ProviderId.of(seller),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new PriceOverride.PercentOff(new BigDecimal(percent)),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
