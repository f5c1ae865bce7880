package org.spindleml.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLWriter;
import org.spindleml.model.ModelFile;
import org.spindleml.model.TrainedNetwork;
import org.spindleml.table.InputException;

/**
 * Saves an estimator or a model in a directory on any of Hadoop's file systems: a model's two files
 * (see {@link ModelFile}), then {@link Metadata}. A directory without metadata is incomplete.
 */
final class SpindleWriter extends MLWriter {
  private final Params owner;
  private final TrainedNetwork network;

  /**
   * A writer.
   *
   * @param owner the estimator or model
   * @param network the model's network; null for an estimator
   */
  SpindleWriter(Params owner, TrainedNetwork network) {
    this.owner = owner;
    this.network = network;
  }

  /**
   * Saves.
   *
   * @throws InputException if an option was set
   */
  @Override
  public void saveImpl(String path) {
    if (!optionMap().isEmpty()) {
      throw new InputException(
          "write().option('"
              + optionMap().keysIterator().next()
              + "', …) does nothing: models and estimators are written in one way; leave it out");
    }
    try {
      HadoopFiles files = HadoopFiles.in(path, sparkSession());
      if (network != null) {
        for (Map.Entry<String, byte[]> file : ModelFile.encode(network).entrySet()) {
          files.write(file.getKey(), file.getValue());
        }
      }
      Metadata.write(owner, files, sparkSession());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
