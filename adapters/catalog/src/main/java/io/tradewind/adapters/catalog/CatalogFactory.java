package io.tradewind.adapters.catalog;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Makes one provider for each catalogue file, and one for the bundled list prices. */
public final class CatalogFactory implements ProviderFactory {
  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            "files",
            "CSV or gzipped CSV catalogues, separated by commas: paths or http(s) addresses, each"
                + " optionally as seller=path.",
            "",
            false),
        new Setting(
            "bundled",
            "Whether the bundled list prices are offered: true, false, or auto (when no files are"
                + " given).",
            "auto",
            false),
        new Setting("time-limit", "The longest download, as an ISO 8601 duration.", "PT2M", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    List<CatalogFile> files = files(context);
    List<Provider> providers = new ArrayList<>();
    if (isBundledWanted(context, files.isEmpty())) {
      ProviderId id = ProviderId.of("catalog");
      providers.add(new CatalogProvider(id, new CatalogFile.Bundled(), context.clock()));
    }
    CatalogIds.of(files)
        .forEach((file, id) -> providers.add(new CatalogProvider(id, file, context.clock())));
    return providers;
  }

  private static List<CatalogFile> files(ProviderContext context) {
    Duration limit = timeLimit(context.setting("time-limit").orElse("PT2M"));
    return context.setting("files").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .map(entry -> CatalogFile.parse(entry, limit))
        .toList();
  }

  private static Duration timeLimit(String text) {
    try {
      Duration limit = Duration.parse(text);
      if (limit.compareTo(Duration.ZERO) > 0) {
        return limit;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(badLimit(text), e);
    }
    throw new IllegalArgumentException(badLimit(text));
  }

  private static String badLimit(String text) {
    return "The setting tradewind.catalog.time-limit is '%s'. Write a duration such as PT2M."
        .formatted(text);
  }

  private static boolean isBundledWanted(ProviderContext context, boolean noFiles) {
    String wanted = context.setting("bundled").orElse("auto").strip().toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "auto" -> noFiles;
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "The setting tradewind.catalog.bundled is '%s'. Write auto, true or false."
                  .formatted(wanted));
    };
  }
}
