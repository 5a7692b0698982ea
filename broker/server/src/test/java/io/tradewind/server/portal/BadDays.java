package io.tradewind.server.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What goes wrong around a person: the page says so, stays useful, and loses nothing typed. */
interface BadDays {
  String AWAY = "Tradewind cannot be reached";
  String TEN_THOUSAND = "x".repeat(10_000);
  String ARABIC = "ميزانية البحث 2026";
  double PATIENCE_MILLIS = 30_000;
  double A_RUN_MILLIS = 120_000;

  String A_TASK =
      """
      kind: task
      name: typed-before
      resources: { cpus: 1+ }
      run: echo hi
      placement: { providers: { allow: [local] } }
      limits: { max_duration: 10m }
      """;

  Visit visit();

  OpenedPortal product();

  @Test
  default void whileTheServerIsAwayThePortalSaysSoAndThenGoesOn() throws IOException {
    visit().signedIn().open("/secrets");
    field("Name").fill("HF_TOKEN");
    field("Value").fill("sesame");
    visit().loseTheServer();

    button("Store").click();

    assertThat(problem().first()).containsText(AWAY);
    nothingTurnsForEver();
    visit().lookAt("bad-no-server");
    assertThat(field("Name")).hasValue("HF_TOKEN");
    assertThat(field("Value")).hasValue("sesame");

    visit().findTheServerAgain();
    button("Store").click();
    assertThat(visit().the("secret")).containsText("HF_TOKEN");
    assertThat(problem()).hasCount(0);
  }

  @Test
  default void aFileThatIsWrittenWhileTheServerIsAwayIsPreviewedWhenItIsBack() {
    visit().signedIn().open("/run");
    assertThat(visit().the("preview")).hasAttribute("data-fresh", "true");
    assertThat(editor()).isVisible();
    visit().loseTheServer();

    write(A_TASK);

    assertThat(problem().first()).containsText(AWAY);
    nothingTurnsForEver();
    assertThat(editor()).containsText("typed-before");

    visit().findTheServerAgain();
    isMended();
    assertThat(visit().the("choice")).containsText("local");
    assertThat(editor()).containsText("typed-before");
  }

  @Test
  default void aPageThatWasNeverOpenedComesWhenTheServerIsBack() {
    visit().signedIn().open("/market");
    assertThat(visit().the("offer-row").first()).isVisible();
    visit().loseTheServer();

    visit()
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Map").setExact(true))
        .click();
    assertThat(problem().first()).containsText(AWAY);
    nothingTurnsForEver();

    visit().findTheServerAgain();
    assertThat(visit().heading("Where capacity is"))
        .isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
    assertThat(visit().the("spot-row").first()).isVisible();
    isMended();
  }

  @Test
  default void aSessionThatRunsOutTakesNothingThatWasTyped() throws IOException {
    visit().signedIn().expecting(401).open("/run");
    write(A_TASK);
    assertThat(visit().the("choice")).containsText("local");
    visit().forgetTheSession();

    visit().the("submit").click();

    assertThat(visit().heading("Sign in")).isVisible();
    assertThat(visit().page().getByText("Your session has ended")).isVisible();
    visit().lookAt("bad-session-over");
    visit().page().getByLabel("Owner token").fill(product().token());
    button("Sign in").click();

    assertThat(visit().heading("Run")).isVisible();
    assertThat(editor()).containsText("typed-before");
    visit().the("submit").click();
    assertThat(visit().heading("typed-before")).isVisible();
    assertThat(visit().the("log-state"))
        .hasText("Complete", new HasTextOptions().setTimeout(A_RUN_MILLIS));
  }

  @Test
  default void onePartThatFailsLeavesTheOthers() throws IOException {
    visit().signedIn().expecting(500);
    visit().page().route(Pattern.compile(".*/api/v1/carbon-receipt.*"), BadDays::breakDown);
    visit().open("/spend");

    assertThat(problem()).containsText("A part of the server has broken down");
    assertThat(visit().page().getByText("Nothing was given or prepaid")).isVisible();
    nothingTurnsForEver();
    visit().lookAt("bad-one-part");

    visit().page().unrouteAll();
    button("Try again").click();
    isMended();
  }

  @Test
  default void noPartOfTheMarketTakesTheOffersWithIt() {
    visit().signedIn().expecting(500);
    Pattern parts = Pattern.compile(".*/api/v1/(providers|market|offers/facets)$");
    visit().page().route(parts, BadDays::breakDown);

    visit().open("/market");

    assertThat(visit().the("offer-row").first()).isVisible();
    assertThat(problem()).hasCount(3);
    nothingTurnsForEver();
  }

  @Test
  default void offersThatCannotBeReadAreNotWaitedForForEver() {
    visit().signedIn().expecting(500);
    visit().page().route(Pattern.compile(".*/api/v1/offers\\?.*"), BadDays::breakDown);

    visit().open("/market");

    assertThat(problem()).containsText("A part of the server has broken down");
    nothingTurnsForEver();
    visit().page().unrouteAll();
    button("Try again").click();
    assertThat(visit().the("offer-row").first()).isVisible();
  }

  @Test
  default void aNameOfTenThousandCharactersIsRefusedInWords() throws IOException {
    visit().signedIn().expecting(400).expecting(422);

    visit().open("/spend");
    field("Name").fill(TEN_THOUSAND);
    field("Amount").fill("4 USD");
    refused(button("Make the budget"), field("Name"));
    visit().lookAt("bad-long-name");

    visit().open("/sites/new");
    field("Name").fill(TEN_THOUSAND);
    visit().page().getByLabel("Operator").fill("Idle Iron");
    visit().page().getByLabel("City").fill("Oslo");
    visit().page().getByLabel("Country code").fill("NO");
    visit().page().getByLabel("I accept these terms").check();
    refused(button("Create the site"), field("Name"));

    visit().open("/members");
    Locator project =
        visit()
            .page()
            .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("New project"));
    project.fill(TEN_THOUSAND);
    refused(
        visit()
            .page()
            .getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("New project"))
            .getByText("Create"),
        project);

    visit().open("/tokens");
    field("Name").fill(TEN_THOUSAND);
    refused(button("Make a token"), field("Name"));

    visit().open("/policies");
    button("New policy").click();
    field("Name").fill(TEN_THOUSAND);
    refused(button("Save"), field("Name"));

    visit().open("/run");
    write(A_TASK.replace("typed-before", TEN_THOUSAND));
    assertThat(problem()).containsText("name");
    assertThat(visit().isTooWide()).isFalse();
  }

  /** No list of the server's holds such a name: the answers are lengthened on their way. */
  @Test
  default void aNameOfTenThousandCharactersBreaksNoList() throws IOException {
    String known = "Long-named";
    product().create("/api/v1/budgets", budget(known), "application/json");
    product().create("/api/v1/projects", "{\"name\": \"%s\"}".formatted(known), "application/json");
    product().submit(A_TASK.replace("typed-before", "long-named").replace("[local]", "[nobody]"));
    visit().signedIn();
    visit()
        .page()
        .route(
            Pattern.compile(".*/api/v1/(budgets|projects|workloads|spend).*"),
            route -> {
              var answer = route.fetch();
              route.fulfill(
                  new Route.FulfillOptions()
                      .setResponse(answer)
                      .setBody(answer.text().replaceAll("(?i)long-named", TEN_THOUSAND)));
            });
    for (String path : List.of("/spend", "/members", "/workloads")) {
      visit().open(path);
      assertThat(visit().page().getByText(TEN_THOUSAND).first()).isVisible();
      visit().lookAt("bad-long-names" + path.replace('/', '-'));
    }
    visit().page().unrouteAll();
  }

  @Test
  default void aNameInAScriptFromRightToLeftKeepsItsOrder() throws IOException {
    product().create("/api/v1/budgets", budget(ARABIC), "application/json");
    visit().signedIn().open("/spend");

    Locator name = visit().page().locator("bdi").filter(containing(ARABIC)).first();
    assertThat(name).isVisible();
    assertThat(name.evaluate("it => getComputedStyle(it).direction")).isEqualTo("rtl");
    field("Name").fill(ARABIC);
    assertThat(field("Name").evaluate("it => getComputedStyle(it).unicodeBidi"))
        .isEqualTo("plaintext");
    visit().lookAt("bad-right-to-left");
  }

  private static String budget(String name) {
    return """
        {"name": "%s", "amount": "400 USD", "period": "month", "thresholds": [{"percent": 100, "action": "warn"}], "mailTo": []}
        """
        .formatted(name);
  }

  private void refused(Locator send, Locator typed) {
    send.click();
    assertThat(problem().first()).containsText(Pattern.compile("200|characters|long"));
    assertThat(typed).hasValue(TEN_THOUSAND);
    assertThat(visit().isTooWide()).isFalse();
  }

  /** Without a press of any button, too. */
  private void isMended() {
    assertThat(problem()).hasCount(0, new HasCountOptions().setTimeout(PATIENCE_MILLIS));
  }

  private void nothingTurnsForEver() {
    assertThat(visit().page().locator("[aria-busy=true]")).hasCount(0);
    assertThat(visit().page().getByText("Loading…")).hasCount(0);
  }

  private Locator problem() {
    return visit().the("problem");
  }

  private Locator editor() {
    return visit().page().locator(".cm-content");
  }

  private void write(String file) {
    editor().click();
    editor().fill(file);
  }

  private Locator field(String label) {
    return visit().page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private Locator button(String name) {
    return visit()
        .page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator.FilterOptions containing(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static void breakDown(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(500)
            .setContentType("application/problem+json")
            .setBody(
                "{\"status\": 500, \"code\": \"broken\", \"detail\": \"A part of the server has"
                    + " broken down.\"}"));
  }
}
