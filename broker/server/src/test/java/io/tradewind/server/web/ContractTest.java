package io.tradewind.server.web;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed contract is what the server serves. {@code -Dopenapi.update} writes it anew. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class ContractTest {
  private static final Path COMMITTED = Path.of("..", "..", "web", "openapi.yaml");

  @Test
  void theServerServesTheCommittedContract() throws IOException {
    var served = asOwner().get("/q/openapi").then().statusCode(200).extract().asString();
    if (System.getProperty("openapi.update") != null) {
      Files.writeString(COMMITTED, served);
    }
    assertThat(Files.readString(COMMITTED))
        .as("web/openapi.yaml; after an intended change run this test with -Dopenapi.update")
        .isEqualTo(served);
  }

  @Test
  void itIsTheSameAsJson() throws IOException {
    var served =
        asOwner()
            .accept("application/json")
            .get("/q/openapi")
            .then()
            .statusCode(200)
            .extract()
            .asString();

    assertThat(new ObjectMapper().readTree(served))
        .isEqualTo(new YAMLMapper().readTree(COMMITTED.toFile()));
  }
}
