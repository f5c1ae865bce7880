package org.spindleml.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.spindleml.train.Solver;
import org.spindleml.train.SomeSettings;

/** Kryo that refuses classes it was not told of, speculation and ANSI SQL, in a JVM of its own. */
class KryoIT {
  /** The other JVM: trains the same both ways. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      SparkSession.builder()
          .master("local[2,4]")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "3")
          .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
          .config("spark.kryo.registrationRequired", "true")
          .config("spark.speculation", "true")
          .config("spark.sql.ansi.enabled", "true")
          .getOrCreate();
      trainsTheSame("array(id % 17D, id % 5D)");
      // Rows that stay sparse.
      trainsTheSame("transform(sequence(0, 39), j -> if(id * 7919 % 40 = j, 1D, 0D))");
      System.exit(0);
    }

    private static void trainsTheSame(String features) {
      // Not parallelize: Kryo would have to know the test's own row class.
      var table =
          LocalSpark.session()
              .range(0, 3000, 1, 20)
              .selectExpr(features + " as features", "id % 3D as label", "1D as weight");
      float[][] weights = new float[2][];
      for (int i = 0; i < 2; i++) {
        weights[i] =
            Tables.fit(
                    table,
                    Tables.columns(false, false),
                    SomeSettings.of(Solver.ADAM, 512),
                    i == 0 ? Execution.LOCAL : Execution.CLUSTER,
                    new ArrayList<>())
                .model()
                .weights();
      }
      assertArrayEquals(weights[0], weights[1], 0);
    }
  }

  @Test
  void trainsUnderRequiredRegistration() throws Exception {
    OtherJvm.run(Child.class);
  }
}
