package io.tradewind.server.audit;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tradewind.server.database.Database;
import jakarta.inject.Singleton;

/** Seals what waits though nobody reads, so that nothing stands outside its chain for long. */
@Singleton
class Sealing {
  private final AuditLog log;

  Sealing(AuditLog log) {
    this.log = log;
  }

  @Scheduled(every = "1s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  void seal() {
    Database.await(log.sealAll());
  }
}
