package io.tradewind.server.event;

import io.smallrye.mutiny.Multi;
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
  private final ConcurrentHashMap<UUID, Multi<News>> tails = new ConcurrentHashMap<>();

  EventTails(EventReader reader, Signals signals) {
    this.reader = reader;
    this.signals = signals;
  }

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
  Multi<EventView> after(UUID organization, String type, long seq) {
    return reader
        .placeOf(organization, seq)
        .onItem()
        .transformToMulti(place -> follow(organization, type, place));
  }

  private Multi<EventView> follow(UUID organization, String type, Place begin) {
    AtomicReference<Place> position = new AtomicReference<>(begin);
    Multi<News> tail = tails.computeIfAbsent(organization, this::tail);
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
                    : catchUp(organization, type, position));
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

  private Multi<EventView> catchUp(
      UUID organization, String type, AtomicReference<Place> position) {
    return readings(organization, type, position)
        .invoke(reading -> position.set(reading.to()))
        .onItem()
        .transformToIterable(Reading::events)
        .map(Placed::event);
  }

  /** One for all, from when the first one listens until the last one has gone. */
  private Multi<News> tail(UUID organization) {
    return reader
        .end(organization)
        .onItem()
        .transformToMulti(end -> from(organization, end))
        .broadcast()
        .withCancellationAfterLastSubscriberDeparture()
        .toAllSubscribers();
  }

  /** Its first news is where it begins: whoever read before that reads on to there. */
  private Multi<News> from(UUID organization, Place end) {
    AtomicReference<Place> position = new AtomicReference<>(end);
    Multi<News> later =
        signals
            .ticks(organization)
            .onItem()
            .transformToMultiAndConcatenate(tick -> readings(organization, "", position))
            .map(it -> new News(position.getAndSet(it.to()), it.to(), it.events()))
            .filter(news -> !news.events().isEmpty());
    return Multi.createBy()
        .concatenating()
        .streams(Multi.createFrom().item(new News(end, end, List.of())), later);
  }

  /** From a place, which whoever takes them moves on, to the end. */
  private Multi<Reading> readings(UUID organization, String type, AtomicReference<Place> position) {
    return Multi.createBy()
        .repeating()
        .uni(() -> reader.after(organization, type, at(position), EventReader.BATCH))
        .whilst(reading -> !reading.whole());
  }
}
