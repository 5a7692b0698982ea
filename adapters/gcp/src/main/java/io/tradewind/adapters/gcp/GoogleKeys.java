package io.tradewind.adapters.gcp;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.tradewind.api.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Google credentials. A file is the operator's, and may be of any kind, such as a workload
 * identity. What somebody has pasted may be the key of a service account and nothing else: other
 * kinds name files, addresses and programs of this machine that are then read, called and run.
 */
final class GoogleKeys {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String TOKENS = "https://oauth2.googleapis.com/token";
  private static final String UNIVERSE = "googleapis.com";

  private GoogleKeys() {}

  /**
   * @param endpoint instead of Google's own, for tests; then tokens may be had on this machine too
   */
  static GoogleCredentials of(GcpSettings.Account account, Optional<String> endpoint) {
    return account.credentials() instanceof GcpSettings.InFile file
        ? inFile(file.path())
        : pasted(((GcpSettings.Pasted) account.credentials()).json(), endpoint);
  }

  private static GoogleCredentials inFile(Path path) {
    try (InputStream file = Files.newInputStream(path)) {
      return GoogleCredentials.fromStream(file).createScoped(SCOPE);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The setting tradewind.gcp.credentials-file is '%s', which cannot be read as Google credentials (%s)."
              .formatted(path, e.getClass().getSimpleName()),
          e);
    }
  }

  /** Its complaints quote nothing of the key. */
  private static GoogleCredentials pasted(Secret json, Optional<String> endpoint) {
    try {
      ServiceAccountCredentials key =
          ServiceAccountCredentials.fromStream(
              new ByteArrayInputStream(json.reveal().getBytes(StandardCharsets.UTF_8)));
      if (!isGoogles(key.getTokenServerUri(), endpoint)
          || !UNIVERSE.equals(key.getUniverseDomain())) {
        throw new IllegalArgumentException(
            "The setting tradewind.gcp.credentials leads to other addresses than Google's. Paste"
                + " the key as it was downloaded.");
      }
      return key.createScoped(SCOPE);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "The setting tradewind.gcp.credentials is not the key of a service account as Google's"
              + " own tools write it, with Google's own addresses.");
    }
  }

  private static boolean isGoogles(URI tokens, Optional<String> endpoint) {
    boolean isHere = "127.0.0.1".equals(tokens.getHost());
    return tokens.toString().equals(TOKENS)
        || (isHere && endpoint.filter(it -> it.contains("127.0.0.1")).isPresent());
  }
}
