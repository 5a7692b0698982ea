package io.tradewind.server.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The walk takes its list from the portal's own router: no page can be forgotten. */
interface EveryPage {
  Path PATHS = Path.of("..", "..", "web", "src", "shell", "paths.json");

  String NOWHERE =
      """
      kind: task
      name: looked-at
      resources: { accelerators: H100:8 }
      run: nvidia-smi
      placement: { providers: { allow: [local] } }
      """;

  String ORDER =
      """
      workload:
        name: looked-at
        resources: { accelerators: H100:8 }
        run: python train.py
      quantity: 1
      hours: 72
      """;

  String SITE =
      """
      {"name": "South hall", "operator": "Idle Iron AS", "city": "Oslo", "country": "NO", "terms": "%s"}
      """;

  Visit visit();

  OpenedPortal product();

  @Test
  default void everyPageOfTheRouterIsSeenInAllItsLooks() throws IOException {
    visit().signedIn();
    List<AssertionError> wrong = new ArrayList<>();
    for (Map.Entry<String, String> page : addresses().entrySet()) {
      visit().open(page.getValue());
      assertThat(visit().page().locator("main h1")).isVisible();
      assertThat(visit().page().locator("[aria-busy=true]")).hasCount(0);
      assertThat(visit().page().getByText("Loading…")).hasCount(0);
      try {
        visit().lookAt("page-" + page.getKey());
      } catch (AssertionError e) {
        wrong.add(e);
      }
      assertThat(visit().complaints()).as(page.getKey()).isEmpty();
    }
    assertThat(wrong).isEmpty();
  }

  /** Where an address has an id, something of its kind is made first, or found. */
  private Map<String, String> addresses() throws IOException {
    Map<String, String> ids =
        Map.of(
            "offer",
                product().get("/api/v1/offers?accelerator=H100&limit=1").at("/items/0/id").asText(),
            "workload", product().submit(NOWHERE).path("id").asText(),
            "order", made("/api/v1/orders", ORDER, "application/yaml"),
            "site", made("/api/v1/sites", SITE.formatted(terms()), "application/json"));
    Map<String, String> addresses = new LinkedHashMap<>();
    JsonNode paths = new ObjectMapper().readTree(PATHS.toFile());
    paths
        .properties()
        .forEach(
            path ->
                addresses.put(
                    path.getKey(),
                    path.getValue()
                        .asText()
                        .replace(
                            "{id}",
                            URLEncoder.encode(
                                ids.getOrDefault(path.getKey(), ""), StandardCharsets.UTF_8))));
    assertThat(addresses).hasSizeGreaterThan(20);
    return addresses;
  }

  private String terms() {
    return product().get("/api/v1/site-terms").path("version").asText();
  }

  private String made(String path, String body, String type) throws IOException {
    return product().create(path, body, type).path("id").asText();
  }
}
