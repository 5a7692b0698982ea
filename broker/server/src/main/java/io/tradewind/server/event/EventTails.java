package io.tradewind.server.event;

import io.smallrye.mutiny.Multi;
import io.tradewind.server.database.Scope;
import io.tradewind.server.event.EventReader.Place;
import io.tradewind.server.event.EventReader.Placed;
import io.tradewind.server.event.EventReader.Reading;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Follows the events of organizations, each of which is read once for everybody who follows it
 * here, however many that are. Who is behind, because he has just come or was slow, reads for
 * himself until he has caught up.
 */
@Singleton
class EventTails {
  private final EventReader reader;
  private final Signals signals;
  private final ConcurrentHashMap<Whose, Multi<News>> tails = new ConcurrentHashMap<>();

  EventTails(EventReader reader, Signals signals) {
    this.reader = reader;
    this.signals = signals;
  }

  /** An organization, as it is seen in a scope. */
  private record Whose(Scope scope, UUID organization) {}

  /** All that stands between two places. */
  private record News(Place from, Place to, List<Placed> events) {
    /** Sends whoever hears it to read for himself. */
    static final News UNKNOWN = new News(new Place(Long.MAX_VALUE, 0), Place.BEGINNING, List.of());
  }

  /**
   * What happened after an event, and what happens from now on. Never ends.
   *
   * @param type or its first word; empty for every type
   * @param seq of the last event that the reader has; 0 for none
   */
  Multi<EventView> after(Scope scope, UUID organization, String type, long seq) {
    return reader
        .placeOf(scope, organization, seq)
        .onItem()
        .transformToMulti(place -> follow(new Whose(scope, organization), type, place));
  }

  private Multi<EventView> follow(Whose whose, String type, Place begin) {
    AtomicReference<Place> position = new AtomicReference<>(begin);
    Multi<News> tail = tails.computeIfAbsent(whose, this::tail);
    return Multi.createBy()
        .merging()
        .streams(tail, Multi.createFrom().item(News.UNKNOWN))
        .onOverflow()
        .dropPreviousItems()
        .onItem()
        .transformToMultiAndConcatenate(
            news ->
                at(position).compareTo(news.from()) >= 0
                    ? Multi.createFrom().iterable(take(news, type, position))
                    : catchUp(whose, type, position));
  }

  private static List<EventView> take(News news, String type, AtomicReference<Place> position) {
    Place behind = at(position);
    if (news.to().compareTo(behind) > 0) {
      position.set(news.to());
    }
    return news.events().stream()
        .filter(placed -> placed.place().compareTo(behind) > 0)
        .map(Placed::event)
        .filter(event -> event.isOf(type))
        .toList();
  }

  private static Place at(AtomicReference<Place> position) {
    return Objects.requireNonNull(position.get());
  }

  private Multi<EventView> catchUp(Whose whose, String type, AtomicReference<Place> position) {
    return readings(whose, type, position)
        .invoke(reading -> position.set(reading.to()))
        .onItem()
        .transformToIterable(Reading::events)
        .map(Placed::event);
  }

  /** One for all, from when the first one listens until the last one has gone. */
  private Multi<News> tail(Whose whose) {
    return reader
        .end(whose.scope())
        .onItem()
        .transformToMulti(end -> from(whose, end))
        .broadcast()
        .withCancellationAfterLastSubscriberDeparture()
        .toAllSubscribers();
  }

  /** Its first news is where it begins: whoever read before that reads on to there. */
  private Multi<News> from(Whose whose, Place end) {
    AtomicReference<Place> position = new AtomicReference<>(end);
    Multi<News> later =
        signals
            .ticks(whose.organization())
            .onItem()
            .transformToMultiAndConcatenate(tick -> readings(whose, "", position))
            .map(it -> new News(position.getAndSet(it.to()), it.to(), it.events()))
            .filter(news -> !news.events().isEmpty());
    return Multi.createBy()
        .concatenating()
        .streams(Multi.createFrom().item(new News(end, end, List.of())), later);
  }

  /** From a place, which whoever takes them moves on, to the end. */
  private Multi<Reading> readings(Whose whose, String type, AtomicReference<Place> position) {
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                reader.after(
                    whose.scope(), whose.organization(), type, at(position), EventReader.BATCH))
        .whilst(reading -> !reading.whole());
  }
}
