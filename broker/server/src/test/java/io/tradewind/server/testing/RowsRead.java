package io.tradewind.server.testing;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How many rows statements read, as the database counts them. */
public final class RowsRead {
  private RowsRead() {}

  /**
   * @param statements one or several, in one transaction that is committed
   * @return of the tables named
   */
  public static long by(Sql sql, String statements, List<String> tables) {
    String names = tables.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    String read =
        "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as rows_read from"
            + " pg_stat_xact_user_tables where relname in (%s)".formatted(names);
    List<Long> counted = new ArrayList<>();
    RowSet<Row> answers =
        sql.run("begin; %s; %s; %s; commit".formatted(read, statements.strip(), read));
    for (RowSet<Row> rows = answers; rows != null; rows = rows.next()) {
      for (Row row : rows) {
        if ("rows_read".equals(row.getColumnName(0))) {
          counted.add(row.getLong(0));
        }
      }
    }
    return counted.get(1) - counted.get(0);
  }
}
