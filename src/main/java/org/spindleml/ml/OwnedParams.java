package org.spindleml.ml;

import org.apache.spark.ml.param.Params;

/** An owner of the Params that Spark's base classes lack. */
public interface OwnedParams extends Params {
  /**
   * The Params themselves; for this package.
   *
   * @return the Params that this object owns
   */
  OwnParams ownParams();
}
