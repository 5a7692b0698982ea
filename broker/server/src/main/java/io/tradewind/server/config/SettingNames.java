package io.tradewind.server.config;

import io.smallrye.config.WithName;
import io.tradewind.api.AdapterFactory;
import io.tradewind.api.CarbonFeedFactory;
import io.tradewind.api.LatencyFeedFactory;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.RateFeedFactory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every key below {@code tradewind.} that somebody reads. Any other key is a spelling mistake that
 * would be silently ignored, so it is reported.
 */
public final class SettingNames {
  private static final String PREFIX = "tradewind.";
  private static final String ENVIRONMENT_PREFIX = "TRADEWIND_";

  /** What Kubernetes puts into every pod's environment when a service is called tradewind. */
  private static final Pattern SERVICE_LINKS =
      Pattern.compile("TRADEWIND_(SERVICE_(HOST|PORT)(_.*)?|PORT(_.*)?)");

  /** What the command line and the launcher of the distribution read. */
  private static final Set<String> OTHER_PROGRAMS =
      Set.of("TRADEWIND_URL", "TRADEWIND_TOKEN", "TRADEWIND_JAVA_OPTIONS", "TRADEWIND_CLASSES");

  private static final int MOST_NAMED = 5;

  private final Set<String> declared;

  private SettingNames(Set<String> declared) {
    this.declared = declared;
  }

  /** Ours, and those of every adapter on the class path, whatever its kind. */
  public static SettingNames ofThisProduct() {
    return of(
        Stream.of(
                ProviderFactory.class,
                CarbonFeedFactory.class,
                RateFeedFactory.class,
                LatencyFeedFactory.class)
            .<AdapterFactory>flatMap(
                kind -> ServiceLoader.load(kind).stream().map(ServiceLoader.Provider::get))
            .toList());
  }

  public static SettingNames of(Iterable<? extends AdapterFactory> factories) {
    var names = new TreeSet<String>();
    addNames(TradewindConfig.class, PREFIX, names);
    for (var factory : factories) {
      factory
          .settings()
          .forEach(setting -> names.add(PREFIX + factory.name() + "." + setting.key()));
    }
    return new SettingNames(names);
  }

  /** One sentence for each property or environment variable that nobody reads. */
  public List<String> refusals(Collection<String> properties, Collection<String> environment) {
    var unknownProperties =
        properties.stream()
            .map(SettingNames::withoutProfile)
            .filter(name -> name.startsWith(PREFIX) && !declared.contains(name))
            .map(name -> refusal(name, declared.stream()));
    var unknownVariables =
        environment.stream()
            .filter(name -> name.startsWith(ENVIRONMENT_PREFIX))
            .filter(name -> !SERVICE_LINKS.matcher(name).matches())
            .filter(name -> !OTHER_PROGRAMS.contains(name))
            .filter(name -> declared.stream().map(SettingNames::variable).noneMatch(name::equals))
            .map(name -> refusal(name, declared.stream().map(SettingNames::variable)));
    return Stream.concat(unknownProperties, unknownVariables).distinct().sorted().toList();
  }

  private static void addNames(Class<?> group, String prefix, Set<String> names) {
    for (var method : group.getMethods()) {
      String name = prefix + segment(method);
      if (isGroup(method.getReturnType())) {
        addNames(method.getReturnType(), name + ".", names);
      } else {
        names.add(name);
      }
    }
  }

  /** An enum of the settings is a value, though it stands in the same file. */
  private static boolean isGroup(Class<?> type) {
    return type.isInterface() && type.getEnclosingClass() == TradewindConfig.class;
  }

  private static String segment(Method method) {
    return Optional.ofNullable(method.getAnnotation(WithName.class))
        .map(WithName::value)
        .orElseGet(() -> method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }

  private static String withoutProfile(String name) {
    return name.startsWith("%") ? name.substring(name.indexOf('.') + 1) : name;
  }

  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private static String refusal(String unknown, Stream<String> known) {
    List<String> nearest =
        known
            .sorted(Comparator.comparingInt(name -> distance(unknown, name)))
            .limit(MOST_NAMED)
            .toList();
    boolean isSlip = distance(unknown, nearest.get(0)) <= Math.max(2, unknown.length() / 4);
    return isSlip
        ? "No setting is called %s. Did you mean %s?".formatted(unknown, nearest.get(0))
        : "No setting is called %s. The nearest are %s; the README of broker/server leads to all."
            .formatted(unknown, String.join(", ", nearest));
  }

  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
