package io.tradewind.server.examples;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What infra/examples/terraform-rest sends, as its provider would send it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class ExamplesTest {
  private static final Path FOLDER = Path.of("..", "..", "infra", "examples", "terraform-rest");
  private static final Pattern OBJECT =
      Pattern.compile(
          "resource \"restapi_object\" \"(\\w+)\" \\{\\s+path\\s+= \"([^\"]+)\"\\s+data\\s+= file\\(\"\\$\\{path.module}/([^\"]+)\"\\)");

  private record Sent(String path, String body) {}

  @Test
  void everyObjectIsTakenReadChangedAndRemoved() throws IOException {
    Map<String, Sent> objects = objects();
    assertThat(objects).containsOnlyKeys("policy", "budget", "workload");

    for (Map.Entry<String, Sent> object : objects.entrySet()) {
      Sent sent = object.getValue();
      Response made = json(sent.body()).post(sent.path());
      assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
      String own = sent.path() + "/" + made.<String>path("id");
      asOwner().get(own).then().statusCode(200);
      if (object.getKey().equals("workload")) {
        json("").post(own + "/cancel").then().statusCode(202);
      } else {
        json(sent.body()).put(own).then().statusCode(200);
        asOwner().delete(own).then().statusCode(204);
      }
    }
  }

  /** The provider gives every request the same Content-Type. */
  private static io.restassured.specification.RequestSpecification json(String body) {
    var request = asOwner().contentType("application/json");
    return body.isEmpty() ? request : request.body(body);
  }

  private static Map<String, Sent> objects() throws IOException {
    Map<String, Sent> objects = new LinkedHashMap<>();
    Matcher found = OBJECT.matcher(Files.readString(FOLDER.resolve("main.tf")));
    while (found.find()) {
      String body = Files.readString(FOLDER.resolve(found.group(3)));
      objects.put(found.group(1), new Sent(found.group(2), body));
    }
    return objects;
  }
}
