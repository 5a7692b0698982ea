package io.tradewind.server.testing;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/** Requests of the owner, as a person with access to the home folder sends them. */
public final class Owner {
  private Owner() {}

  public static RequestSpecification asOwner() {
    return given().header("Authorization", "Bearer " + token());
  }

  public static String token() {
    try {
      return Files.readString(tokenFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path tokenFile() {
    return Path.of(ConfigProvider.getConfig().getValue("tradewind.home", String.class))
        .resolve("owner.token");
  }
}
