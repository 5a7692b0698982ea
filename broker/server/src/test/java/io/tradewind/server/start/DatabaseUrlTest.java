package io.tradewind.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
  @Test
  void oneAddressServesBothDrivers() {
    assertThat(
            DatabaseUrl.parse("postgresql://ann:p%40ss@db.example:6432/wind?sslmode=require")
                .settings())
        .containsOnly(
            entry(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://db.example:6432/wind?sslmode=require"),
            entry(
                "quarkus.datasource.reactive.url",
                "postgresql://db.example:6432/wind?sslmode=require"),
            entry("quarkus.datasource.username", "ann"),
            entry("quarkus.datasource.password", "p@ss"));
  }

  @Test
  void anAddressOfTheJdbcDriverIsUnderstood() {
    assertThat(DatabaseUrl.parse("jdbc:postgresql://db.example/wind").settings())
        .containsOnly(
            entry("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/wind"),
            entry("quarkus.datasource.reactive.url", "postgresql://db.example/wind"));
  }

  @Test
  void aRefusalDoesNotRepeatThePassword() {
    assertThatThrownBy(() -> DatabaseUrl.parse("mysql://ann:hunter2@db.example/wind"))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("postgresql://user:password@host:5432/name")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void anUnreadableAddressDoesNotRepeatThePasswordEither() {
    assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://ann:hunter2 3@db.example/wind"))
        .isInstanceOf(StartFailure.class)
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void itPrintsWithoutThePassword() {
    assertThat(DatabaseUrl.parse("postgresql://ann:hunter2@db.example/wind"))
        .hasToString("postgresql://db.example/wind");
  }
}
