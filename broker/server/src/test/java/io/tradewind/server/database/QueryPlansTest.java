package io.tradewind.server.database;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/** What every transaction asks of the database is prepared once, and not kept anew each time. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class QueryPlansTest {
  private static final int TIMES = 30;

  @Inject Mutiny.SessionFactory sessions;

  @Test
  void aSubmissionLikeTheOnesBeforeItAddsNone() {
    submit();
    int before = plans();
    for (int i = 0; i < TIMES; i++) {
      submit();
    }
    assertThat(plans() - before).isLessThan(TIMES);
  }

  static void submit() {
    asOwner()
        .contentType("application/json")
        .body("{\"resources\": {\"cpus\": \"1+\"}, \"run\": \"true\"}")
        .post("/api/v1/workloads")
        .then()
        .statusCode(201);
  }

  private int plans() {
    return ((SessionFactoryImplementor) sessions.getCache().getSessionFactory())
        .getQueryEngine()
        .getInterpretationCache()
        .getNumberOfCachedQueryPlans();
  }
}
