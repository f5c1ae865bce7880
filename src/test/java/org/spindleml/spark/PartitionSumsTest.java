package org.spindleml.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spindleml.metrics.ClassificationMetrics;
import org.spindleml.nn.SoftmaxCrossEntropy;
import org.spindleml.nn.Target;
import org.spindleml.train.TrainingListener;

/** Sums of many partitions reach the driver as one, in their order. */
class PartitionSumsTest {
  private static final String LIMIT = "spark.driver.maxResultSize";
  private final SparkConf conf = LocalSpark.session().sparkContext().conf();

  @BeforeEach
  void limitResults() {
    conf.set(LIMIT, "256k");
  }

  @AfterEach
  void freeResults() {
    conf.remove(LIMIT);
  }

  @Test
  void partitionsAreAddedInTheirOrder() {
    JavaSparkContext spark = new JavaSparkContext(LocalSpark.session().sparkContext());
    for (int partitions : new int[] {1, PartitionSums.FEW, PartitionSums.FEW + 1, 300}) {
      List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
      JavaRDD<byte[]> packed =
          spark.parallelize(numbers, partitions).map(i -> (i + " ").getBytes(UTF_8));
      StringBuilder sum =
          new PartitionSums<>(
                  StringBuilder::new,
                  (StringBuilder sums, byte[] part) -> sums.append(new String(part, UTF_8)),
                  sums -> sums.toString().getBytes(UTF_8))
              .of(packed);
      assertEquals(
          numbers.stream().map(i -> i + " ").collect(Collectors.joining()), sum.toString());
    }
  }

  /** A row of 400 numbers for each of these ids. */
  private static Dataset<Row> wide(int partitions) {
    return LocalSpark.session()
        .range(0, 200, 1, partitions)
        .selectExpr(
            "transform(sequence(1, 400), i -> exp(double((i * 7919 + id * 31) % 97 - 50)))"
                + " AS features",
            "double(id % 2) AS label");
  }

  private static byte[] firstRead(Dataset<Row> table) {
    InputColumns columns = Tables.columns(false, false);
    RowReader reader = RowReader.of(table.schema(), columns, new SoftmaxCrossEntropy(), 0, 1);
    InputRows rows = InputRows.of(Columns.select(table, reader.indices()));
    return InputChecks.read(rows, reader.compacted(), columns, TrainingListener.NONE).toBytes();
  }

  @Test
  void theFirstReadFitsTheDriverFromAnyNumberOfPartitions() {
    byte[] one = firstRead(wide(1));
    assertTrue(one.length > 10_000 && one.length < 100_000, one.length + " bytes");
    assertArrayEquals(one, firstRead(wide(100)));
    // The limit is one: each partition's sums by themselves pass it.
    JavaRDD<byte[]> each = wide(100).javaRDD().map(row -> new byte[one.length]);
    assertThrows(SparkException.class, each::collect);
  }

  @Test
  void evaluationFitsTheDriverFromAnyNumberOfPartitions() {
    double[] areas = new double[2];
    for (int i = 0; i < 2; i++) {
      Dataset<Row> scored =
          LocalSpark.session()
              .range(0, 40_000, 1, i == 0 ? 4 : 100)
              .selectExpr(
                  "array(1 - id % 1000 / 1000D, id % 1000 / 1000D) AS probability",
                  "double(id % 1000 >= 500) AS prediction",
                  "double(id * 7919 % 1000 < id % 1000) AS label");
      EvaluationColumns columns =
          new EvaluationColumns("label", null, new LabelDomain(Target.CLASS, 2, 1, List.of()));
      ClassificationMetrics metrics =
          new TableMetrics(scored, columns).classification("probability", "prediction", 2);
      assertEquals(40_000, metrics.rows());
      areas[i] = metrics.areaUnderRoc();
    }
    assertTrue(areas[0] > 0.5, areas[0] + "");
    assertEquals(areas[0], areas[1], 0);
  }
}
