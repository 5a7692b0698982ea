package io.tradewind.server.start;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Row-level security holds for owners of tables here, but never for a superuser. Where the address
 * of the database names one, the application's connections change to a role that is none, and only
 * migrations keep the superuser's.
 */
final class TenantRole {
  static final String NAME = "tradewind_tenant";

  private static final String SETTING = "quarkus.datasource.reactive.additional-properties.role";

  /** Roles belong to all databases of a server, so another broker's start may come first. */
  private static final String MAKE =
      """
      do $$ begin
        create role %s nologin nosuperuser nobypassrls;
      exception when duplicate_object or unique_violation then null;
      end $$
      """
          .formatted(NAME);

  private TenantRole() {}

  /** The application's settings for a database, with the role where it needs one. */
  static Map<String, String> settings(DatabaseUrl url) {
    Map<String, String> settings = new TreeMap<>(url.settings());
    try (Connection connection = connect(settings);
        Statement statement = connection.createStatement()) {
      if (isAboveSecurity(statement)) {
        statement.execute(MAKE);
        settings.put(SETTING, NAME);
      }
      return settings;
    } catch (SQLException e) {
      throw new StartFailure(
          "The database at %s cannot be used: %s".formatted(url, e.getMessage()), e);
    }
  }

  private static Connection connect(Map<String, String> settings) throws SQLException {
    var properties = new Properties();
    copy(settings, "quarkus.datasource.username", properties, "user");
    copy(settings, "quarkus.datasource.password", properties, "password");
    return DriverManager.getConnection(settings.get("quarkus.datasource.jdbc.url"), properties);
  }

  private static void copy(
      Map<String, String> settings, String name, Properties properties, String as) {
    if (settings.containsKey(name)) {
      properties.setProperty(as, settings.get(name));
    }
  }

  private static boolean isAboveSecurity(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "select rolsuper or rolbypassrls from pg_roles where rolname = current_user")) {
      return found.next() && found.getBoolean(1);
    }
  }
}
