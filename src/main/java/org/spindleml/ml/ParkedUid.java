package org.spindleml.ml;

/**
 * Answers {@code uid()} while Spark's constructors run.
 *
 * <p>Spark's traits build their Params inside the super-constructor and ask for the uid then, when
 * no field of the subclass is set yet; Params built with any other answer would belong to nobody
 * (SPARK-15605). So a public constructor parks the uid in an argument of a delegating private
 * constructor, which is evaluated before {@code super()} runs, and that one takes it back.
 */
final class ParkedUid {
  private static final ThreadLocal<String> PARKED = new ThreadLocal<>();

  private final String uid;

  private ParkedUid(String uid) {
    this.uid = uid;
  }

  /** Parks a uid for the object that this thread constructs next. */
  static ParkedUid park(String uid) {
    PARKED.set(uid);
    return new ParkedUid(uid);
  }

  /** The uid of the object under construction. */
  static String current() {
    return PARKED.get();
  }

  /** Ends the parking: from here on a field holds the uid. */
  String take() {
    PARKED.remove();
    return uid;
  }
}
