package io.tradewind.server.price;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestClock;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class PriceMonthsTest {
  private static final ProviderId FEED = new ProviderId("months");

  @Inject PriceMonths months;
  @Inject PriceHistory history;
  @Inject Sql sql;

  @BeforeEach
  void summer() {
    TestClock.CLOCK.set(NOON);
  }

  @Test
  void thisMonthAndTheNextOnesAreThereBeforeTheyAreNeeded() {
    months.prepare();

    assertThat(partitions())
        .contains("price_change_2026_07", "price_change_2026_08", "price_change_2026_09");
  }

  @Test
  void aMonthIsMadeForOldPricesWhenTheyCome() {
    history.write(FEED, List.of(at("old", "3", "2025-02-03T00:00:00Z")));

    assertThat(partitions()).contains("price_change_2025_02");
    assertThat(texts("select offer from price_change_2025_02")).containsExactly("old");
  }

  @Test
  void whatLiesBeyondTheRetentionGoesAndPricesThatStillHoldStay() {
    history.write(
        FEED,
        List.of(
            at("steady", "3", "2019-01-03T00:00:00Z"), at("moved", "5", "2019-01-03T00:00:00Z")));
    history.write(
        FEED,
        List.of(
            at("steady", "3", "2019-01-03T00:00:00Z"), at("moved", "6", "2019-02-03T00:00:00Z")));
    assertThat(partitions()).contains("price_change_2019_01", "price_change_2019_02");

    months.prepare();

    assertThat(partitions()).noneMatch(name -> name.compareTo("price_change_2024_07") < 0);
    assertThat(
            texts(
                "select offer || ' ' || round(price) || ' ' || (observed_at at time zone 'UTC')"
                    + " from price_change_2024_07 where offer in ('steady', 'moved') order by 1"))
        .containsExactly("moved 6 2024-07-01 00:00:00", "steady 3 2024-07-01 00:00:00");
  }

  @Test
  void rowsThatWaitInTheRestMoveWhenTheirMonthIsMade() {
    sql.run(
        """
        insert into price_change (feed, offer, provider, region, instance_type, capacity_type, price, currency, observed_at, source)
        values ('months', 'early', 'aws', 'r', 't', 'spot', 1, 'USD', '2031-05-05T00:00Z', 's'),
          ('months', 'later', 'aws', 'r', 't', 'spot', 1, 'USD', '2031-06-05T00:00Z', 's')
        """);
    assertThat(texts("select offer from price_change_rest where feed = 'months'"))
        .contains("early", "later");

    sql.run("select make_price_month('2031-05-01')");

    assertThat(texts("select offer from price_change_2031_05")).containsExactly("early");
    assertThat(texts("select offer from price_change_rest where feed = 'months'"))
        .containsExactly("later");
    assertThat(texts("select tgname from pg_trigger where tgrelid = 'price_change_rest'::regclass"))
        .contains("price_change_append_only");
  }

  @Test
  void theMigrationMovesEveryRowIntoItsMonth() {
    FluentConfiguration old =
        Flyway.configure()
            .dataSource(
                setting("quarkus.datasource.jdbc.url"),
                setting("quarkus.datasource.username"),
                setting("quarkus.datasource.password"))
            .defaultSchema("before_months")
            .locations("db/migration");
    old.target("2").load().migrate();
    sql.run(
        """
        insert into before_months.price_change (feed, offer, provider, region, instance_type, capacity_type, price, currency,
          observed_at, source)
        select 'f', 'o' || i, 'aws', 'r', 't', 'spot', 1 + i, 'USD', timestamptz '2025-11-15Z' + i * interval '1 day', 's'
        from generate_series(1, 100) i
        """);

    old.target("latest").load().migrate();

    assertThat(texts("select count(*)::text from before_months.price_change"))
        .containsExactly("100");
    assertThat(texts("select count(*)::text from before_months.price_change_rest"))
        .containsExactly("0");
    assertThat(texts("select count(*)::text from before_months.price_change_2025_12"))
        .containsExactly("31");
  }

  private static String setting(String key) {
    return ConfigProvider.getConfig().getValue(key, String.class);
  }

  private static Offer at(String id, String price, String observed) {
    return offer(id).price(price).observedAt(Instant.parse(observed)).build();
  }

  private List<String> partitions() {
    return texts(
        "select relname::text from pg_inherits join pg_class c on c.oid = inhrelid where inhparent"
            + " = 'public.price_change'::regclass and relname ~ '_\\d{4}_\\d{2}$' order by 1");
  }

  private List<String> texts(String statement) {
    List<String> texts = new ArrayList<>();
    for (Row row : sql.run(statement)) {
      texts.add(row.getString(0));
    }
    return texts;
  }
}
