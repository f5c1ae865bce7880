package org.spindleml.ml;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.spindleml.model.ModelFile;
import org.spindleml.model.ModelFormatException;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.table.InputException;
import org.spindleml.table.Standardizer;
import org.spindleml.table.TableEncoder;
import org.spindleml.train.WarmStart;

/** The model that {@code initialModelPath} names. Reading it runs no Spark job. */
final class InitialModel {
  private InitialModel() {}

  /**
   * Reads a model.
   *
   * @param path a directory with a model's two files, alone or in Spark's form, or a pipeline with
   *     one such directory among its stages
   * @param session knows the file systems
   * @throws InputException if nothing like that is there, or it cannot be read
   */
  static WarmStart read(String path, SparkSession session) {
    try {
      TrainedNetwork model = SpindleReader.network(find(path, session));
      return new WarmStart(
          path,
          model.network(),
          model.weights(),
          model.loss(),
          model.encoder(),
          model.classNames());
    } catch (InputException e) {
      throw e;
    } catch (ModelFormatException | IllegalArgumentException e) {
      throw new InputException("initialModelPath " + path + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException(
          "initialModelPath " + path + " cannot be read: " + HadoopFiles.reason(e), e);
    }
  }

  private static HadoopFiles find(String path, SparkSession session) throws IOException {
    HadoopFiles files = HadoopFiles.in(path, session);
    if (files.has(ModelFile.MODEL)) {
      return files;
    }
    HadoopFiles found = null;
    for (HadoopFiles stage : files.directories("stages")) {
      if (stage.has(ModelFile.MODEL)) {
        if (found != null) {
          throw new InputException(
              "initialModelPath " + path + " is a pipeline with several models; name a stage");
        }
        found = stage;
      }
    }
    if (found == null) {
      throw new InputException("initialModelPath " + path + ": there is no model");
    }
    return found;
  }

  /**
   * Refuses {@code standardize} where it was set to what the model is not.
   *
   * @throws InputException saying which of the two it is
   */
  static void requireScaling(WarmStart model, MlpParams params) {
    boolean standardized = !isIdentity(model.encoder());
    if (params.isSet(params.standardize()) && params.getStandardize() != standardized) {
      throw new InputException(
          "standardize is "
              + params.getStandardize()
              + " but the model at "
              + model.path()
              + " was trained on columns that were "
              + (standardized ? "standardised" : "left as they are")
              + "; its scaling is kept, so leave standardize unset");
    }
  }

  private static boolean isIdentity(TableEncoder encoder) {
    for (Standardizer columns : List.of(encoder.inputs(), encoder.targets())) {
      if (Arrays.stream(columns.means()).anyMatch(mean -> mean != 0)
          || Arrays.stream(columns.deviations()).anyMatch(deviation -> deviation != 1)) {
        return false;
      }
    }
    return true;
  }
}
