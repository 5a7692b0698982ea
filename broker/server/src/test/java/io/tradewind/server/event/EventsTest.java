package io.tradewind.server.event;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Stream;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happened is told to everybody once, in one order, whoever wrote it when. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class EventsTest {
  private static final String OWNERS = "00000000-0000-4000-8000-000000000001";

  @Inject AgroalDataSource database;
  @Inject Sql sql;
  private String type;

  @BeforeEach
  void aTypeOfItsOwn() {
    type = "test." + UUID.randomUUID().toString().replaceAll("[^a-z]", "");
  }

  /** The numbers are given out in one order, and the transactions end in the other. */
  @Test
  void anEventWhoseTransactionEndsLateIsNotPassedOver() throws SQLException {
    try (Connection early = begun();
        Connection late = begun()) {
      write(late, "late");
      write(early, "early");
      early.commit();
      List<String> first = pagesFrom("0");
      late.commit();

      assertThat(first).containsExactly("early");
      assertThat(pagesFrom("0")).containsExactly("early", "late");
      assertThat(pagesFrom(seqOf("early"))).containsExactly("late");
      assertThat(pagesFrom(seqOf("late"))).isEmpty();
    }
  }

  @Test
  void whoFollowsHearsOfItTooThoughItCameOutOfTurn() throws SQLException {
    try (Connection early = begun();
        Connection late = begun()) {
      Stream stream = follow("");
      write(late, "late");
      write(early, "early");
      early.commit();
      eventually(() -> details(stream), told -> told.equals(List.of("early")));
      late.commit();
      eventually(() -> details(stream), told -> told.equals(List.of("early", "late")));
    }
  }

  @Test
  void everybodyWhoFollowsHearsEverythingOnceWheneverHeCame() {
    List<Stream> streams = new ArrayList<>();
    List<String> all = IntStream.range(0, 60).mapToObj(Integer::toString).toList();
    for (String each : all) {
      if (Integer.parseInt(each) % 10 == 0) {
        streams.add(follow(""));
      }
      sql.run(insert(each));
    }
    Stream resumed = follow(seqOf("29"));

    for (Stream stream : streams) {
      eventually(() -> details(stream), told -> told.size() >= all.size());
      assertThat(details(stream)).isEqualTo(all);
    }
    eventually(() -> details(resumed), told -> told.size() >= 30);
    assertThat(details(resumed)).isEqualTo(all.subList(30, 60));
  }

  /** A transaction with a number of its own, which decides its turn. */
  private Connection begun() throws SQLException {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    connection.createStatement().execute("select pg_current_xact_id()");
    return connection;
  }

  private void write(Connection connection, String detail) throws SQLException {
    connection.createStatement().execute(insert(detail));
  }

  private String insert(String detail) {
    return "insert into event (at, organization, type, actor, detail) values (now(), '%s', '%s', 'tester', '%s')"
        .formatted(OWNERS, type, detail);
  }

  private String seqOf(String detail) {
    return Long.toString(
        sql.number(
            "select seq from event where type = '%s' and detail = '%s'".formatted(type, detail)));
  }

  private List<String> pagesFrom(String after) {
    return asOwner()
        .accept(ContentType.JSON)
        .get("/api/v1/events?type=%s&after=%s".formatted(type, after))
        .then()
        .statusCode(200)
        .extract()
        .path("items.detail");
  }

  private Stream follow(String after) {
    return Stream.open(
        URI.create("http://127.0.0.1:%d/api/v1/events?type=%s".formatted(RestAssured.port, type)),
        Owner.token(),
        after);
  }

  private static List<String> details(Stream stream) {
    return stream.items().stream().map(item -> item.json().path("detail").asText()).toList();
  }
}
