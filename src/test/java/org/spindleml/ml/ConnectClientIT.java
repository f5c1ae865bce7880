package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.spindleml.spark.OtherJvm;
import org.spindleml.table.InputException;
import org.spindleml.train.RateRange;

/**
 * A session of Spark Connect, whose server is far away: here, there is none. In a process with the
 * class path that {@code spark-submit --remote} makes, where the client's jar stands for Spark SQL.
 */
class ConnectClientIT {
  private static final String CLIENT = "target/dependency/spark-connect-client.jar";

  @Test
  void isToldWhatIsNeededBeforeTheServerIsAsked() throws IOException {
    String others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !new File(entry).getName().startsWith("spark-sql"))
            .collect(Collectors.joining(File.pathSeparator));
    OtherJvm.likeThis().on(others + File.pathSeparator + CLIENT).run(0, Client.class);
  }

  /** The client's program. */
  static final class Client {
    public static void main(String[] none) {
      SparkSession session = SparkSession.builder().remote("sc://127.0.0.1:1").create();
      Dataset<Row> table = session.range(3).toDF();
      assertEquals("org.apache.spark.sql.connect.Dataset", table.getClass().getName());
      requireClassic("training", () -> new MlpClassifier().fit(table));
      requireClassic("training", () -> new MlpRegressor().fit(table));
      RateRange range = RateRange.USUAL;
      requireClassic("training", () -> new MlpClassifier().findLearningRate(table, range));
      MlpClassificationModel model = Tables.classifier(2, 3, "softmaxCrossEntropy");
      requireClassic("prediction", () -> model.transform(table));
      requireClassic("evaluation", () -> model.evaluate(table));
      requireClassic("function f", () -> SpindleFunctions.register(session, "f", model));
      requireClassic("access to /m", () -> MlpClassificationModel.load("/m"));
      System.exit(0); // Closing the session would wait for a server.
    }

    private static void requireClassic(String work, Executable call) {
      assertEquals(
          work
              + " needs a classic Spark session, made with master(...): a Spark Connect session,"
              + " made with remote(...), has no RDDs",
          assertThrows(InputException.class, call).getMessage());
    }
  }
}
