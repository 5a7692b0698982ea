package io.tradewind.matcher;

/**
 * Which regions' offers are meant, where some are only for those who name the seller, or to whom it
 * belongs.
 */
enum Gate {
  ALL(0, 0),
  NAMED(1, 0),
  UNNAMED(-1, 0),
  OWN(0, 1),
  FOREIGN(0, -1),
  OWN_NAMED(1, 1),
  OWN_UNNAMED(-1, 1),
  FOREIGN_NAMED(1, -1),
  FOREIGN_UNNAMED(-1, -1);

  private static final Gate[] GATES = values();
  private static final Gate[] EVERYBODY = {ALL};
  private static final Gate[] BY_NAME = {NAMED, UNNAMED};
  private static final Gate[] BY_OWNER = {OWN, FOREIGN};
  private static final Gate[] BY_BOTH = {OWN_NAMED, OWN_UNNAMED, FOREIGN_NAMED, FOREIGN_UNNAMED};

  /** 1 for sellers that are named, -1 for the others, 0 for all. */
  private final int named;

  /** Likewise for those of the organization that asks. */
  private final int own;

  Gate(int named, int own) {
    this.named = named;
    this.own = own;
  }

  static Gate of(byte ordinal) {
    return GATES[ordinal];
  }

  boolean isOpen(SegmentView view, int region) {
    return (named == 0 || view.isNamed(region) == (named > 0))
        && (own == 0 || view.isOwn(region) == (own > 0));
  }

  /** What an offer fails that is only for those who name its seller, or own it. */
  int failure() {
    int failed = named < 0 ? RejectionReason.BY_NAME.bit() : 0;
    return own < 0 ? failed | RejectionReason.EXECUTOR.bit() : failed;
  }

  /** Behind which a kind's offers lie; the first is that of those which may be had. */
  static Gate[] before(boolean byName, boolean byOwner) {
    if (byName) {
      return byOwner ? BY_BOTH : BY_NAME;
    }
    return byOwner ? BY_OWNER : EVERYBODY;
  }
}
