package io.tradewind.server.together;

/** Who is in which lane. Whatever is not in the one is in the other. */
final class Lanes {
  static final String ALL = "io.tradewind.server";

  /** Names of the classes that surefire would run. */
  static final String TESTS = "io\\.tradewind\\.server\\..*Test";

  /**
   * Everything but leases: offers, who calls, accounts, fresh machines. {@link LanesTest} says when
   * a test of these applications is not among them.
   */
  static final String WITHOUT_LEASES =
      "io\\.tradewind\\.server\\.("
          + "(account|alert|audit|availability|boot|carbon|cli|client|database|discount|examples"
          + "|feed|market|metric|placement|price|problem|rate|signin|tenancy|web)\\..*"
          + "|budget\\.BudgetMail|ledger\\.PostingCost|lease\\.Ending|mcp\\.Mcp|meter\\.KeptTotals"
          + "|workload\\.FreshView)Test";

  private Lanes() {}
}
