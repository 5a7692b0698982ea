package io.tradewind.adapters.latency;

import io.tradewind.api.LatencyFeed;
import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.api.LatencyReading.Measured;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A measured matrix. Rows of regions that nobody has placed are left out; a row that cannot be read
 * refuses the file, since the next one is hardly better.
 */
final class MatrixLatencyFeed implements LatencyFeed {
  private static final ProviderId ID = ProviderId.of("latency");

  private final String where;
  private final LocalDate asOf;

  MatrixLatencyFeed(String where, LocalDate asOf) {
    this.where = where;
    this.asOf = asOf;
  }

  @Override
  public String name() {
    return "latency-matrix";
  }

  @Override
  public LatencyReading read() throws ProviderException {
    List<String> lines = MatrixFile.lines(ID, where);
    Map<String, Landmark> landmarks = new LinkedHashMap<>();
    List<Measured> measured = new ArrayList<>();
    Columns columns = Columns.of(lines.isEmpty() ? "" : lines.get(0));
    for (int line = 1; line < lines.size(); line++) {
      String[] cells = lines.get(line).split(",", -1);
      try {
        Optional<Landmark> from = landmark(cells[columns.from()]);
        Optional<Landmark> to = landmark(cells[columns.to()]);
        if (from.isPresent() && to.isPresent()) {
          landmarks.put(from.get().name(), from.get());
          landmarks.put(to.get().name(), to.get());
          double milliseconds = Double.parseDouble(cells[columns.milliseconds()].strip());
          measured.add(new Measured(from.get().name(), to.get().name(), milliseconds));
        }
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw unreadable("line %d is '%s'".formatted(line + 1, lines.get(line)), e);
      }
    }
    if (measured.isEmpty()) {
      throw unreadable("no row is between two regions that are known here", null);
    }
    return new LatencyReading(
        MatrixFile.name(where), asOf, List.copyOf(landmarks.values()), measured);
  }

  private static Optional<Landmark> landmark(String text) {
    String[] parts = text.strip().split("/", 2);
    Region region = Region.of(parts[0], parts[1]);
    Optional<Place> place = Regions.bundled().find(region);
    return place.map(at -> new Landmark(region.toString(), Optional.of(region), at.point()));
  }

  private ProviderException unreadable(String what, @Nullable Exception cause) {
    String message =
        "The matrix %s: %s. Give the columns from and to (such as aws/eu-west-1) and milliseconds."
            .formatted(MatrixFile.name(where), what);
    return new ProviderException(ID, Fault.UNEXPECTED, message, Optional.empty(), cause);
  }

  private record Columns(int from, int to, int milliseconds) {
    static Columns of(String header) {
      List<String> names = List.of(header.strip().split(","));
      return new Columns(names.indexOf("from"), names.indexOf("to"), names.indexOf("milliseconds"));
    }
  }
}
