package io.tradewind.rest;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings that every adapter over plain REST has, and the client that they make.
 *
 * @param adapter the factory's name, for complaints
 */
public record FeedSettings(String adapter, AdapterContext context) {
  private static final String ENABLED = "enabled";
  private static final String API_KEY = "api-key";
  private static final String URL = "url";
  private static final String TIME_LIMIT = "time-limit";
  private static final String ADDRESS = "Write an address such as https://api.example.org";

  /** For a feed that needs no account. */
  public static List<Setting> keyless(String url) {
    return List.of(
        new Setting(
            ENABLED,
            "Whether this feed is read: true, false, or auto, which follows"
                + " tradewind.feed.keyless.",
            "auto",
            false),
        url(url),
        timeLimit());
  }

  /** For a feed that is read with an API key. */
  public static List<Setting> keyed(String url) {
    return List.of(
        new Setting(API_KEY, "The API key; without one this feed is not read.", "", true),
        url(url),
        timeLimit());
  }

  /** For a feed that is read with a login. */
  public static List<Setting> login(String url) {
    return List.of(
        new Setting(
            "username", "The name to sign in with; without one this feed is not read.", "", false),
        new Setting("password", "The password to sign in with.", "", true),
        url(url),
        timeLimit());
  }

  /** Empty when the feed is switched off. */
  public Optional<RestClient> keylessClient(ProviderId provider) {
    String wanted = value(ENABLED).toLowerCase(Locale.ROOT);
    return switch (wanted) {
      // The server has settled auto before; whoever has not is taken at the default's word.
      case "true", "auto" -> Optional.of(client(provider, Optional.empty()));
      case "false" -> Optional.empty();
      default -> throw complaint(ENABLED, wanted, "Write auto, true or false");
    };
  }

  /**
   * Empty when there is no key.
   *
   * @param scheme what stands before the key in the header; may be empty
   */
  public Optional<RestClient> keyedClient(ProviderId provider, String header, String scheme) {
    return context
        .setting(API_KEY)
        .map(String::strip)
        .map(key -> new Credential(header, scheme, new Secret(key)))
        .map(credential -> client(provider, Optional.of(credential)));
  }

  /**
   * The same for an API whose machines are elsewhere than its lists.
   *
   * @param url the setting that tells where
   */
  public Optional<RestClient> keyedClientAt(
      ProviderId provider, String url, String header, String scheme) {
    AdapterContext elsewhere =
        new AdapterContext() {
          @Override
          public Optional<String> setting(String key) {
            return context.setting(key.equals(URL) ? url : key);
          }

          @Override
          public Clock clock() {
            return context.clock();
          }
        };
    return new FeedSettings(adapter, elsewhere).keyedClient(provider, header, scheme);
  }

  /** For an API that wants its key as a parameter of the address. Empty when there is no key. */
  public Optional<RestClient> queryKeyedClient(ProviderId provider, String parameter) {
    return context
        .setting(API_KEY)
        .map(String::strip)
        .map(key -> Credential.query(parameter, new Secret(key)))
        .map(credential -> client(provider, Optional.of(credential)));
  }

  /** For an API that gives out short-lived keys against a login. Empty when there is no login. */
  public Optional<RestClient> loginClient(ProviderId provider) {
    Optional<String> username = context.setting("username").map(String::strip);
    Optional<String> password = context.setting("password");
    if (username.isPresent() != password.isPresent()) {
      throw complaint("username", username.orElse(""), "Set username and password, or neither");
    }
    return username
        .map(name -> Credential.basic(name, new Secret(password.orElseThrow())))
        .map(credential -> client(provider, Optional.of(credential)));
  }

  private RestClient client(ProviderId provider, Optional<Credential> credential) {
    URI base = address();
    if (credential.isPresent() && !isPrivate(base)) {
      throw complaint(URL, base.toString(), "The key would travel in the clear: use https");
    }
    return new RestClient(
        provider, base, credential, RestLimits.STANDARD.whole(limit()), Patience.standard());
  }

  private URI address() {
    String text = value(URL);
    try {
      URI address = new URI(text);
      boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (isHttp && address.getHost() != null && address.getRawQuery() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(complaint(URL, text, ADDRESS).getMessage(), e);
    }
    throw complaint(URL, text, ADDRESS);
  }

  private Duration limit() {
    String text = value(TIME_LIMIT);
    try {
      Duration limit = Duration.parse(text);
      if (limit.compareTo(Duration.ZERO) > 0) {
        return limit;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          complaint(TIME_LIMIT, text, "Write a duration such as PT60S").getMessage(), e);
    }
    throw complaint(TIME_LIMIT, text, "Write a duration such as PT60S");
  }

  private String value(String key) {
    return context.setting(key).orElse("").strip();
  }

  private IllegalArgumentException complaint(String key, String text, String advice) {
    return new IllegalArgumentException(
        "The setting tradewind.%s.%s is '%s'. %s.".formatted(adapter, key, text, advice));
  }

  private static boolean isPrivate(URI address) {
    return address.getScheme().equals("https") || isLoopback(address.getHost());
  }

  private static boolean isLoopback(String host) {
    // Only a literal address or the reserved name: nothing is looked up.
    boolean isLiteral = host.matches("[0-9.]+|\\[[0-9a-fA-F:]+\\]");
    try {
      return host.equals("localhost")
          || (isLiteral && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("The host '%s' is no address.".formatted(host), e);
    }
  }

  private static Setting url(String url) {
    return new Setting(URL, "Where the API is.", url, false);
  }

  private static Setting timeLimit() {
    return new Setting(
        TIME_LIMIT, "The longest single call, as an ISO 8601 duration.", "PT60S", false);
  }
}
