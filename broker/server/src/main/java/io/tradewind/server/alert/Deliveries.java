package io.tradewind.server.alert;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.AlertStore.Owner;
import io.tradewind.server.alert.AlertView.DeliveryView;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Messages as their owners see them, and have them sent again. */
@ApplicationScoped
class Deliveries {
  private final AlertStore store;
  private final AlertCourier courier;
  private final Clock clock;

  Deliveries(AlertStore store, AlertCourier courier, Clock clock) {
    this.store = store;
    this.courier = courier;
    this.clock = clock;
  }

  /**
   * @throws ProblemException 404 when the organization has no such owner of messages
   */
  Uni<Page<DeliveryView>> of(UUID organization, Owner owner, UUID id) {
    return store
        .has(organization, owner, id)
        .invoke(
            known -> {
              if (!known) {
                throw ProblemException.notFound(owner.word(), id);
              }
            })
        .chain(() -> store.deliveries(owner, id))
        .map(sent -> Page.whole(sent.stream().map(DeliveryView::of).toList()));
  }

  /**
   * @throws ProblemException 404 for an unknown one, 409 for one that has arrived
   */
  Uni<Page<DeliveryView>> sendAgain(UUID organization, Owner owner, UUID id, UUID delivery) {
    return store
        .sendAgain(organization, owner, id, delivery, clock.instant())
        .chain(again -> of(organization, owner, id).invoke(page -> requireWaiting(page, delivery)))
        .invoke(courier::wake);
  }

  private static void requireWaiting(Page<DeliveryView> known, UUID delivery) {
    DeliveryView found =
        known.items().stream()
            .filter(it -> it.id().equals(delivery))
            .findFirst()
            .orElseThrow(() -> ProblemException.notFound("delivery", delivery));
    if (found.state().equals("delivered")) {
      throw new ProblemException(
          409, "already_delivered", "The message %s has arrived already.".formatted(delivery));
    }
  }
}
