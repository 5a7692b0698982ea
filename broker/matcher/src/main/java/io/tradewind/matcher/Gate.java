package io.tradewind.matcher;

/** Which regions' offers are meant, where some are listed only for those who name the seller. */
enum Gate {
  ALL,
  NAMED,
  UNNAMED;

  private static final Gate[] GATES = values();

  static Gate of(byte ordinal) {
    return GATES[ordinal];
  }

  boolean isOpen(SegmentView view, int region) {
    return switch (this) {
      case ALL -> true;
      case NAMED -> view.isNamed(region);
      case UNNAMED -> !view.isNamed(region);
    };
  }
}
