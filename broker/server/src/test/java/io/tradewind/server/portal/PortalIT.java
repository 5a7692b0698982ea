package io.tradewind.server.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What people do in the portal, in a real browser, with the packaged product; every page that it
 * has ({@link EveryPage}); and what goes wrong ({@link BadDays}).
 */
class PortalIT extends InChromium implements EveryPage, BadDays {
  private static final double A_RUN_MILLIS = 120_000;

  private static final int MARKET_SCRIPT_BYTES = 350_000;

  private static final String TWENTY_LINES =
      """
      kind: task
      name: %s
      resources:
        cpus: 1+
      run: |
        for i in $(seq 1 20); do
          echo "line $i of 20"
          sleep 0.5
        done
      placement:
        providers: { allow: [local] }
      limits: { max_duration: 10m }
      """;

  private static final String A_GPU_HERE =
      """
      kind: task
      name: needs-a-gpu
      resources:
        accelerators: H100:8
      run: nvidia-smi
      placement:
        providers: { allow: [local] }
      """;

  @Test
  void thePrintedLinkLeadsToAMarketOfHundreds() throws Exception {
    visit().page().navigate(product().printedSigninLink().toString());

    assertThat(visit().the("offer-total")).containsText(Pattern.compile("[3-9]\\d\\d offers"));
    var first = visit().the("offer-row").first();
    assertThat(first.getByTestId("offer-price")).containsText("$");
    assertThat(first.locator(".age time")).isVisible();
    assertThat(first.getByRole(AriaRole.LINK)).hasAttribute("href", Pattern.compile("^https://"));
    assertThat(first).containsText(Pattern.compile("20\\d\\d"));
    assertThat(visit().the("quarantine-count")).containsText("in quarantine");
    assertThat(visit().compressedScriptBytes()).isBetween(1, MARKET_SCRIPT_BYTES);
    visit().lookAt("market");
  }

  @Test
  void theMarketIsFilteredByAcceleratorAndTheViewHasAnAddress() throws Exception {
    visit().signedIn().open("/market");
    assertThat(visit().the("offer-row").first()).isVisible();

    visit().page().getByLabel("Accelerator", exactly()).selectOption("H100");

    assertThat(visit().page()).hasURL(Pattern.compile("accelerator=H100"));
    assertThat(visit().the("offer-row").first()).containsText("× H100");
    visit().lookAt("market-h100");
  }

  @Test
  void anOfferTellsItsSourceAndItsPriceHistory() throws Exception {
    visit().signedIn().open("/market?accelerator=H100");

    visit().the("offer-row").first().getByRole(AriaRole.BUTTON).click();

    var details = visit().the("offer-details");
    assertThat(details).containsText("List price");
    assertThat(details.getByTestId("price-history")).isVisible();
    visit().lookAt("offer");
    visit().page().keyboard().press("Escape");
    assertThat(details).not().isVisible();
  }

  @Test
  void anOfferHasAPageOfItsOwnWithItsHistoriesAndItsGrid() throws Exception {
    visit().signedIn().open("/market?accelerator=H100");
    visit().the("offer-row").first().getByRole(AriaRole.BUTTON).click();
    visit().page().getByText("As a page").click();

    assertThat(visit().the("availability")).containsText("since");
    assertThat(visit().page().getByText("The chance, as far as is known")).isVisible();
    assertThat(visit().the("grid")).containsText("gCO2e/kWh");
    assertThat(visit().the("carbon-hours")).containsText("No feed tells this grid by the hour");
    visit()
        .page()
        .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("All").setExact(true))
        .check();
    assertThat(visit().the("price-history")).isVisible();
    visit().lookAt("offer-page");
  }

  @Test
  void eachRowOfTheMarketHasItsPricesAndKeepsItsPlace() throws Exception {
    visit().signedIn().open("/market");
    assertThat(visit().the("offer-row").first()).isVisible();
    double before = visit().the("offer-row").first().boundingBox().y;

    assertThat(visit().the("row-spark").first()).isVisible();

    assertThat(visit().the("offer-row").first().boundingBox().y).isEqualTo(before);
    assertThat(visit().page().getByLabel("Certification", exactly())).isVisible();
    visit().lookAt("market-sparks");
  }

  @Test
  void theProvidersAndTheQuarantineAreOpenToSee() throws Exception {
    visit().signedIn().open("/market");
    visit().the("provider-strip").getByText("healthy").click();
    assertThat(visit().the("provider-row").first()).containsText("Healthy");
    visit().lookAt("providers");

    visit().open("/market");
    visit().the("quarantine-count").click();
    assertThat(visit().heading("Quarantine")).isVisible();
    assertThat(visit().the("quarantine-row").filter(having("free"))).isVisible();
    assertThat(visit().the("quarantine-row").filter(having("dear-spot"))).isVisible();
    assertThat(visit().the("quarantine-row").filter(having("Z900"))).isVisible();
    visit().lookAt("quarantine");
  }

  @Test
  void theMapShowsPlacesAndHowFarTheyAreFromUsers() throws Exception {
    visit().signedIn().open("/map?accelerator=H100");
    assertThat(visit().the("spot-row").first()).isVisible();

    visit().page().getByLabel("Users are in").fill("Frankfurt");

    assertThat(visit().page()).hasURL(Pattern.compile("users=Frankfurt"));
    assertThat(visit().the("rings")).isVisible();
    assertThat(visit().the("spot-row").first()).containsText("ms");
    visit().lookAt("map");
  }

  @Test
  void aComparisonShowsOffersAndSaysWhyNotTheOthers() throws Exception {
    visit().signedIn().open("/compare?accelerators=H100:8");
    assertThat(visit().the("why")).containsText("Why this one");

    visit().page().getByLabel("Users are in").fill("Frankfurt");
    assertThat(visit().the("point").first()).containsText("ms");
    visit().the("point").nth(1).getByRole(AriaRole.BUTTON).click();

    assertThat(visit().the("difference")).isVisible();
    visit().lookAt("compare");
  }

  @Test
  void aWrongFileIsAnsweredWithFieldAndAdvice() throws Exception {
    visit().signedIn().expecting(422).open("/run");

    write(TWENTY_LINES.formatted("wrong").replace("cpus: 1+", "accelerators: H10O:8"));

    assertThat(visit().the("problem")).containsText("accelerators");
    assertThat(visit().the("problem")).containsText("H100");
    visit().lookAt("run-refused");
  }

  @Test
  void whatCannotBeLeasedIsShownWithWhatCanAndWithWhatWouldChangeTheAnswer() throws Exception {
    visit().signedIn().open("/run");

    visit().page().getByLabel("Start from").selectOption("train");

    assertThat(visit().the("choice")).containsText("8 × H100");
    assertThat(visit().the("no-startable")).isVisible();
    assertThat(visit().the("price-breakdown")).containsText("Total");
    assertThat(visit().the("carbon-breakdown")).containsText("PUE");
    assertThat(visit().the("runners-up")).isVisible();
    assertThat(visit().the("front")).isVisible();
    visit().lookAt("run-train");
  }

  @Test
  void aTaskIsPreviewedRunReadAndPaid() throws Exception {
    visit().signedIn().open("/run");
    write(TWENTY_LINES.formatted("twenty-lines"));
    assertThat(visit().the("choice")).containsText("local");
    assertThat(visit().the("explanation")).isVisible();
    visit().lookAt("run");

    visit().the("submit").click();

    assertThat(state()).hasAttribute("data-state", "running", eventually());
    assertThat(visit().the("log-line").filter(having("line 3 of 20"))).isVisible(within());
    visit().lookAt("workload-running");
    assertThat(state()).hasAttribute("data-state", "succeeded", eventually());
    assertThat(visit().the("log-line").filter(having("line 20 of 20"))).isVisible();
    assertThat(visit().the("log-state")).hasText("Complete");
    assertThat(visit().the("cost")).containsText("$0.0");
    assertThat(visit().the("carbon")).containsText("g CO₂e");
    assertThat(visit().the("charges-total")).containsText("$0.0");
    assertThat(visit().the("receipt")).containsText("PDF");
    visit().lookAt("workload-succeeded");

    visit().page().getByRole(AriaRole.LINK, called("Workloads")).click();
    assertThat(visit().the("workloads")).containsText("twenty-lines");
    visit().lookAt("workloads");
  }

  @Test
  void aRunningTaskIsCancelled() throws Exception {
    visit().signedIn().open("/run");
    write(TWENTY_LINES.formatted("cut-short").replace("sleep 0.5", "sleep 30"));
    visit().the("submit").click();
    assertThat(visit().the("log-line").filter(having("line 1 of 20"))).isVisible(within());

    visit().the("cancel").click();
    visit().the("cancel-confirm").click();

    assertThat(state()).hasAttribute("data-state", "cancelled", eventually());
    assertThat(visit().the("cancel")).hasCount(0);
    visit().lookAt("workload-cancelled");
  }

  @Test
  void aRequestForAGpuThatIsNotHereIsUnplacedWithReasons() throws Exception {
    visit().signedIn().open("/run");
    write(A_GPU_HERE);
    assertThat(visit().the("unplaced")).isVisible();
    assertThat(visit().the("rejections").locator("li").first()).isVisible();
    visit().lookAt("run-unplaced");

    visit().the("submit").click();

    assertThat(state()).hasAttribute("data-state", "unplaced", eventually());
    assertThat(visit().the("rejections").locator("li").first()).isVisible();
    visit().lookAt("workload-unplaced");
  }

  @Test
  void whoBelongsHereIsOpenToItsAdministrator() throws Exception {
    visit().signedIn().open("/members");

    assertThat(visit().the("member").first()).containsText("Owner");
    assertThat(visit().the("project").first()).isVisible();
    assertThat(visit().the("organization").first()).isVisible();
    visit().page().getByText("Change roles").first().click();
    visit().lookAt("members");
  }

  @Test
  void whatMayBeSpentIsSetAndSeen() throws Exception {
    visit().signedIn().open("/spend");

    visit().page().getByLabel("Name", named()).fill("Research");
    visit().page().getByLabel("Amount", named()).fill("400 USD");
    visit().page().getByText("Make the budget").click();

    assertThat(visit().the("budget").filter(having("Research"))).containsText("$400.00");
    assertThat(visit().page().getByText("Carbon this month by project")).isVisible();
    assertThat(visit().page().getByText("Nothing was given or prepaid")).isVisible();
    visit().lookAt("spend");
  }

  @Test
  void aPolicyIsTriedAndWrittenAndWhatItRefusesIsSaid() throws Exception {
    visit().signedIn().expecting(409).open("/policies");
    button("New policy").click();
    visit().page().getByLabel("Name", named()).fill("Not at home");
    visit().page().getByLabel("The same as YAML or JSON").fill("providers: { deny: [local] }");
    button("Dry run").click();
    assertThat(visit().the("dry-run")).containsText("This would have refused");
    visit().lookAt("policy-new");

    try {
      button("Save").click();

      assertThat(visit().the("policy")).containsText("Version 1");
      visit().lookAt("policies");
      visit().open("/run");
      write(TWENTY_LINES.formatted("refused"));
      visit().the("submit").click();
      assertThat(visit().the("problem"))
          .containsText("policy 'Not at home' (version 1), rule providers");
      visit().lookAt("run-not-allowed");
      visit().open("/audit?action=policy");
      assertThat(visit().the("audit-entry").first()).containsText("policy.made");
      visit().lookAt("audit");
      visit().open("/policies");
      button("Delete Not at home").click();
      assertThat(visit().the("policy")).hasCount(0);
    } finally {
      for (JsonNode policy : product().get("/api/v1/policies").path("items")) {
        product().delete("/api/v1/policies/" + policy.path("id").asText());
      }
    }
  }

  @Test
  void aQuotaIsSetAndSeen() throws Exception {
    visit().signedIn().open("/quotas");

    visit().page().getByLabel("Accelerator (all when empty)").fill("H100");
    visit().page().getByLabel("At most", named()).fill("8");
    button("Make the quota").click();

    assertThat(visit().the("quota")).containsText("0 of 8 in use");
    visit().lookAt("quotas");
  }

  private Locator button(String name) {
    return visit().page().getByRole(AriaRole.BUTTON, called(name));
  }

  @Test
  void anOperatorAddsASiteAndGetsTheLineThatInstallsItsAgent() throws Exception {
    visit().signedIn().open("/sites/new");
    visit().page().getByLabel("Name", named()).fill("North hall");
    visit().page().getByLabel("Operator").fill("Idle Iron");
    visit().page().getByLabel("City").fill("Oslo");
    visit().page().getByLabel("Country code").fill("NO");
    visit().page().getByLabel("I accept these terms").check();
    visit().lookAt("site-new");
    visit().page().getByText("Create the site").click();

    assertThat(visit().heading("North hall")).isVisible();
    visit().page().getByText("Make the install line").click();
    // The first line waits for the runtime to be linked.
    assertThat(visit().the("called")).isVisible(new IsVisibleOptions().setTimeout(A_RUN_MILLIS));
    visit().lookAt("site");
  }

  private static Page.GetByLabelOptions named() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  @Test
  void withoutASessionThePortalAsksForTheTokenAndGoesOnWhereItWas() throws Exception {
    visit().signedIn().expecting(401).open("/workloads");
    assertThat(visit().heading("Workloads")).isVisible();

    visit().forgetTheSession();
    visit().page().reload();

    assertThat(visit().heading("Sign in")).isVisible();
    visit().lookAt("signed-out");
    visit().page().getByLabel("Owner token").fill(product().token());
    visit().page().getByRole(AriaRole.BUTTON, called("Sign in")).click();
    assertThat(visit().heading("Workloads")).isVisible();
  }

  @Test
  void anAddressWithoutAPageLeadsBack() throws Exception {
    visit().signedIn().open("/no/such/page");

    assertThat(visit().heading("There is no page here")).isVisible();
    visit().lookAt("not-found");
    visit().page().getByText("Go to the market").click();
    assertThat(visit().the("offer-row").first()).isVisible();
  }

  private void write(String file) {
    var editor = visit().page().locator(".cm-content");
    editor.click();
    editor.fill(file);
  }

  private Locator state() {
    return visit().the("workload-state");
  }

  private static Page.GetByRoleOptions called(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static IsVisibleOptions within() {
    return new IsVisibleOptions().setTimeout(A_RUN_MILLIS);
  }

  private static HasAttributeOptions eventually() {
    return new HasAttributeOptions().setTimeout(A_RUN_MILLIS);
  }
}
