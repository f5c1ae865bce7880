package org.spindleml.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.model.TrainingRun;
import org.spindleml.nn.Initializer;
import org.spindleml.nn.Loss;
import org.spindleml.nn.Network;
import org.spindleml.report.ReportedRun;
import org.spindleml.spark.LocalSpark;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.StopReason;
import org.spindleml.train.TrainingResult;

/** What programs read of a run. */
class RunReportTest {
  private static EpochRecord epoch(double loss, double metric) {
    return new EpochRecord(loss, Double.NaN, metric, 0.1, 1, new EpochSeconds(1, 1, 1));
  }

  @Test
  void numbersAreNumbersOrNothing(@TempDir Path directory) throws Exception {
    Network network = Network.of(1, List.of(), 1);
    TrainedNetwork model =
        new TrainedNetwork(
            network,
            network.initialWeights(Initializer.AUTO, 1),
            Loss.named("squared"),
            new TableEncoder(Standardizer.identity(1), Standardizer.identity(1)));
    List<EpochRecord> epochs =
        List.of(epoch(2, 0.5), epoch(1, Double.NaN), epoch(Double.POSITIVE_INFINITY, 0.25));
    TrainingResult result =
        new TrainingResult(model.weights(), epochs, 3, 3, StopReason.DIVERGED, 1);
    ReportedRun run =
        new ReportedRun(
            "r",
            new TrainingRun(model, result, 9, List.of()),
            List.of(),
            Map.of(),
            Map.of(),
            List.of());
    String path = new RunReport(run, directory.toString(), LocalSpark.session()).writeJson();
    JsonNode report = new ObjectMapper().readTree(Path.of(path).toFile());
    assertEquals("[0.5,null,0.25]", report.get("validationMetricHistory").toString());
    assertEquals("[2.0,1.0,null]", report.get("lossHistory").toString());
    assertFalse(report.has("validationLossHistory"), report.toString());
    assertTrue(report.get("learningRates").get(2).isNumber());
  }
}
