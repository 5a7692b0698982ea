import { useSyncExternalStore } from 'react';
import { format } from '../i18n/format';
import { text } from '../i18n/text';
import { SPARK_HEIGHT, SPARK_WIDTH, type RowSparks } from './rowSparks';

/** What this offer has cost over the last month. Its place is there before it is. */
export function RowSpark({ offer, sparks }: { offer: string; sparks: RowSparks }) {
  const spark = useSyncExternalStore(sparks.subscribe, () => sparks.of(offer));
  const words =
    spark &&
    (spark.changed
      ? text.history.rowSpark(
          format.date(spark.first.at),
          format.money(spark.first.price!),
          format.money(spark.last.price!),
        )
      : text.history.unchanged(format.date(spark.first.at)));
  return (
    <span className="row-spark" title={words} data-testid={spark && 'row-spark'}>
      {spark && (
        <svg
          viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`}
          className={spark.changed ? undefined : 'flat'}
          role="img"
          aria-label={words}
        >
          <path d={spark.path} />
        </svg>
      )}
    </span>
  );
}
