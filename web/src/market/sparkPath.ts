/** A price from a moment on; null while there was none. */
export interface Told {
  at: string;
  price: number | null;
}

/** Prices as a line of steps: each holds until the next, and where there was none there is no line. */
export function sparkPath(
  told: Told[],
  begin: number,
  end: number,
  width: number,
  height: number,
): string {
  const prices = told.flatMap(({ price }) => (price === null ? [] : [price]));
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const span = Math.max(1, end - begin);
  const x = (at: number) => (((at - begin) / span) * width).toFixed(1);
  const y = (price: number) =>
    (high === low ? height / 2 : 2 + ((high - price) / (high - low)) * (height - 4)).toFixed(1);
  let path = '';
  let drawing = false;
  told.forEach(({ at, price }, i) => {
    const until = told[i + 1] ? Date.parse(told[i + 1]!.at) : end;
    if (price === null) {
      drawing = false;
      return;
    }
    path += drawing ? `V${y(price)}H${x(until)}` : `M${x(Date.parse(at))},${y(price)}H${x(until)}`;
    drawing = true;
  });
  return path;
}
