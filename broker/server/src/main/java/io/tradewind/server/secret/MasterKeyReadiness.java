package io.tradewind.server.secret;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A broker that cannot open what others have sealed would fail at what they can do. */
@Readiness
@ApplicationScoped
class MasterKeyReadiness implements AsyncHealthCheck {
  private final Pool pool;
  private final MasterKeys keys;

  MasterKeyReadiness(Pool pool, MasterKeys keys) {
    this.pool = pool;
    this.keys = keys;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return pool.query("select distinct master_key from sealed_value order by master_key")
        .execute()
        .map(
            rows -> {
              List<String> missing = new ArrayList<>();
              rows.forEach(
                  row -> {
                    String name = row.getString(0);
                    if (keys.find(name).isEmpty()) {
                      missing.add(name);
                    }
                  });
              return answer(missing);
            });
  }

  private HealthCheckResponse answer(List<String> missing) {
    var answer = HealthCheckResponse.named("master keys").status(missing.isEmpty());
    return missing.isEmpty()
        ? answer.build()
        : answer
            .withData("missing", String.join(", ", missing))
            .withData("advice", "Give this broker the keys of the others: " + keys.place())
            .build();
  }
}
