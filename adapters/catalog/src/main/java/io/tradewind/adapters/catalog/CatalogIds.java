package io.tradewind.adapters.catalog;

import io.tradewind.api.ProviderId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Names for the providers of files: {@code catalog-offers} for {@code offers.csv.gz}. Files of the
 * same name take their folder along, {@code catalog-gcp-vms}, and count up if that is not enough.
 */
final class CatalogIds {
  private static final int LONGEST = 60;

  private CatalogIds() {}

  /** In the order of the files; a file that is given twice is one provider. */
  static Map<CatalogFile, ProviderId> of(List<CatalogFile> files) {
    List<CatalogFile> once = files.stream().distinct().toList();
    Map<String, Long> stems =
        once.stream().collect(Collectors.groupingBy(CatalogFile::stem, Collectors.counting()));
    Map<String, Integer> taken = new TreeMap<>();
    Map<CatalogFile, ProviderId> ids = new LinkedHashMap<>();
    for (CatalogFile file : once) {
      boolean alone = stems.getOrDefault(file.stem(), 0L) == 1;
      String name = alone ? file.stem() : file.folder() + "-" + file.stem();
      String id = shaped("catalog-" + name);
      int number = taken.merge(id, 1, Integer::sum);
      ids.put(file, ProviderId.of(number == 1 ? id : id + "-" + number));
    }
    return ids;
  }

  private static String shaped(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    return plain.substring(0, Math.min(plain.length(), LONGEST));
  }
}
