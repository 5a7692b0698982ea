package io.tradewind.server.identity;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tradewind.server.identity.Keycloak.REALM;
import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.boot.Aboard;
import io.tradewind.server.portal.Chromium;
import io.tradewind.server.portal.Visit;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three people on one market, in a real browser, whom a real Keycloak vouches for: an operator
 * sells what stands idle, an administrator sets the limits, a developer runs something there.
 */
@QuarkusTest
@NeedsKeycloak
@TestProfile(KeycloakIT.Signed.class)
@WithTestResource(value = Keycloak.class, scope = TestResourceScope.MATCHING_RESOURCES)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class JourneysIT {
  private static final double A_WHILE_MILLIS = 100_000;
  private static final String HALL = "Fjord hall";

  @Inject Sql sql;
  private Chromium chromium;
  private Optional<Process> agent = Optional.empty();

  @BeforeEach
  void furnish() {
    Optional<Path> program = Chromium.onThisMachine();
    assumeTrue(
        program.isPresent(), "No Chromium is on the PATH; install the package \"chromium\".");
    Aboard.needsTheAgent();
    chromium = Chromium.start(program.orElseThrow());
    KeycloakAdmin.portalAt(KeycloakPortal.broker());
    KeycloakAdmin.makeGroup(REALM, "iron", "provider_operator");
    KeycloakAdmin.makeGroup(REALM, "bakery", "developer", "platform_admin", "finance");
    KeycloakAdmin.makeUser(REALM, "olaf", "/iron/provider_operator");
    KeycloakAdmin.makeUser(REALM, "pia", "/bakery/platform_admin", "/bakery/finance");
    KeycloakAdmin.makeUser(REALM, "dora", "/bakery/developer");
    organization("iron");
    organization("bakery");
  }

  @AfterEach
  void nothingIsLeft() {
    agent.ifPresent(
        it -> {
          it.descendants().forEach(ProcessHandle::destroyForcibly);
          it.destroyForcibly();
        });
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void whatOneSellsAnotherLimitsAndAThirdRunsOn(@TempDir Path machine) throws Exception {
    Visit operator = chromium.visit(new KeycloakPortal("olaf")).signedIn();
    String seller = sells(operator, machine);

    Visit administrator = chromium.visit(new KeycloakPortal("pia")).signedIn();
    limits(administrator, seller);

    Visit developer = chromium.visit(new KeycloakPortal("dora")).signedIn().expecting(409);
    isRefused(developer, seller);
    lifts(administrator);
    findsAndCompares(developer);
    try {
      runs(developer, seller);
    } catch (AssertionError failure) {
      throw new AssertionError(
          "%s%n%s"
              .formatted(
                  developer.page().innerText("main"),
                  Files.readString(machine.resolve("agent.log"))),
          failure);
    }

    sees(administrator, "10.00");
    takesBackAndIsPaid(operator);
    for (Visit visit : List.of(operator, administrator, developer)) {
      assertThat(visit.complaints()).isEmpty();
      visit.close();
    }
  }

  /** The operator's: a site, its line run on a machine, a price, and an offer on the market. */
  private String sells(Visit visit, Path machine) throws Exception {
    visit.open("/sites");
    visit.page().getByText("Add a site").first().click();
    field(visit, "Name").fill(HALL);
    visit.page().getByLabel("Operator").fill("Idle Iron AS");
    visit.page().getByLabel("City").fill("Oslo");
    visit.page().getByLabel("Country code").fill("NO");
    field(visit, "PUE").fill("1.2");
    visit.page().getByLabel("I accept these terms").check();
    button(visit, "Create the site").click();
    button(visit, "Make the install line").click();
    assertThat(visit.the("called"))
        .containsText("No agent has called yet", within(new ContainsTextOptions()));
    visit.lookAt("journey-site-waits");

    agent = Optional.of(install(field(visit, "Install").inputValue(), machine));

    assertThat(visit.the("machine")).containsText("vCPUs", within(new ContainsTextOptions()));
    button(visit, "Add an ask").click();
    assertThat(field(visit, "Unit")).hasValue("cpu");
    field(visit, "Base").fill("0.02");
    button(visit, "Preview").click();
    assertThat(visit.the("outlook")).containsText("$0.02");
    button(visit, "Save the asks").click();
    assertThat(visit.page().getByText("The asks are saved.")).isVisible();
    visit.lookAt("journey-site-sells");
    return text("select provider from site where name = '%s'".formatted(HALL));
  }

  /** Runs the line as it is shown, but under a folder of its own, and without becoming root. */
  private static Process install(String line, Path root) throws Exception {
    assertThat(line).startsWith("curl -fsSL http://127.0.0.1:").contains(" | sudo ");
    String here =
        line.replace("sudo ", "env TRADEWIND_ROOT=" + root + " PATH=" + java() + ":$PATH ");
    Process installing = new ProcessBuilder("sh", "-c", here).redirectErrorStream(true).start();
    installing.getOutputStream().close();
    String told = new String(installing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(installing.waitFor()).as(told).isZero();
    String command =
        told.substring(told.indexOf("To start it: ") + 13).lines().findFirst().orElseThrow();
    return new ProcessBuilder(List.of(command.split(" +")))
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("agent.log").toFile())
        .start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin").toString();
  }

  /** The administrator's: a budget, and a provider that is not to be used yet. */
  private void limits(Visit visit, String seller) throws IOException {
    visit.open("/spend");
    field(visit, "Name").fill("Ovens");
    field(visit, "Amount").fill("10 USD");
    visit.page().getByText("Make the budget").click();
    assertThat(visit.the("budget")).containsText("$10.00");

    visit.open("/policies");
    button(visit, "New policy").click();
    field(visit, "Name").fill("Not by the sea");
    visit
        .page()
        .getByLabel("The same as YAML or JSON")
        .fill("providers: { deny: [%s] }".formatted(seller));
    button(visit, "Save").click();
    assertThat(visit.the("policy")).containsText("Not by the sea");
    visit.lookAt("journey-policy");
  }

  private void isRefused(Visit visit, String seller) {
    visit.open("/run");
    write(visit, workload(seller, "echo never"));
    visit.the("submit").click();
    assertThat(visit.the("problem")).containsText("policy 'Not by the sea'");
  }

  private void lifts(Visit visit) {
    visit.open("/policies");
    button(visit, "Delete Not by the sea").click();
    assertThat(visit.the("policy")).hasCount(0);
  }

  private void findsAndCompares(Visit visit) throws IOException {
    visit.open("/market");
    assertThat(visit.the("offer-row").first()).isVisible();
    visit.open("/compare?accelerators=H100:8");
    assertThat(visit.the("why")).containsText("Why this one");
    visit.page().getByRole(AriaRole.LINK, called("Run this")).click();
    assertThat(visit.page()).hasURL(Pattern.compile("/run\\?spec="));
    assertThat(visit.the("choice")).containsText("H100");
  }

  private void runs(Visit visit, String seller) throws IOException {
    visit.open("/run");
    write(visit, workload(seller, "for i in 1 2 3 4; do echo loaf $i; sleep 1; done"));
    assertThat(visit.the("choice")).containsText(seller);
    visit.the("submit").click();

    Locator state = visit.the("workload-state");
    assertThat(visit.the("log-line").filter(having("loaf 1")))
        .isVisible(within(new IsVisibleOptions()));
    assertThat(state)
        .hasAttribute(
            "data-state", "succeeded", new HasAttributeOptions().setTimeout(A_WHILE_MILLIS));
    assertThat(visit.the("log-line").filter(having("loaf 4"))).isVisible();
    assertThat(visit.the("charges-total")).containsText("$0.0");
    assertThat(visit.the("receipt")).containsText("PDF");
    visit.lookAt("journey-receipt");
  }

  private void sees(Visit visit, String budget) throws IOException {
    visit.open("/spend");
    assertThat(visit.the("budget")).containsText("$" + budget);
    assertThat(visit.the("spend")).containsText("$0.0");
    visit.open("/audit");
    assertThat(visit.the("audit-entry").filter(having("policy.made"))).isVisible();
    visit.lookAt("journey-audit");
  }

  /** The operator's last part: his machine is his own again, and what it earned is told. */
  private void takesBackAndIsPaid(Visit visit) throws IOException {
    visit.page().reload();
    assertThat(visit.the("earnings")).containsText("$0.0", within(new ContainsTextOptions()));
    field(visit, "Reason").fill("our own tests");
    visit.page().getByLabel("Kind").selectOption("reclamation");
    button(visit, "Announce").click();
    assertThat(visit.the("maintenance")).containsText("Reclamation: our own tests");
    assertThat(visit.the("maintenance")).containsText("Closed", within(new ContainsTextOptions()));
    visit.lookAt("journey-statement");
  }

  private static String workload(String seller, String run) {
    return """
           kind: task
           name: bread
           resources: { cpus: 1+ }
           run: |
             %s
           placement: { providers: { allow: [%s] } }
           limits: { max_duration: 10m }
           """
        .formatted(run, seller);
  }

  private void organization(String alias) {
    UUID id = UUID.randomUUID();
    sql.run(
        "insert into organization (id, name, alias) values ('%s', '%s', '%s')"
            .formatted(id, alias, alias));
    sql.run(
        "insert into project (id, organization, name) values ('%s', '%s', 'Default')"
            .formatted(UUID.randomUUID(), id));
  }

  private String text(String query) {
    return eventually(() -> sql.run(query).rowCount(), rows -> rows == 1) == 1
        ? sql.run(query).iterator().next().getString(0)
        : "";
  }

  private static void write(Visit visit, String file) {
    Locator editor = visit.page().locator(".cm-content");
    editor.click();
    editor.fill(file);
  }

  private static Locator button(Visit visit, String name) {
    return visit.page().getByRole(AriaRole.BUTTON, called(name));
  }

  private static Locator field(Visit visit, String label) {
    return visit.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static Page.GetByRoleOptions called(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static ContainsTextOptions within(ContainsTextOptions options) {
    return options.setTimeout(A_WHILE_MILLIS);
  }

  private static IsVisibleOptions within(IsVisibleOptions options) {
    return options.setTimeout(A_WHILE_MILLIS);
  }
}
