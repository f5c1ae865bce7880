package org.spindleml.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.spindleml.model.ModelFile;
import org.spindleml.model.TrainedNetwork;

/**
 * Loads what {@link SpindleWriter} has saved. Bounded memory, and no code of the files is run.
 *
 * @param <T> the estimator or model
 */
final class SpindleReader<T extends Params> extends MLReader<T> {
  private static final int LONGEST_MODEL = 16 << 20;
  private static final int LONGEST_WEIGHTS = Integer.MAX_VALUE - 8;

  private final Class<T> type;
  private final Function<String, T> estimator;
  private final BiFunction<String, SharedNetwork, T> model;

  private SpindleReader(
      Class<T> type, Function<String, T> estimator, BiFunction<String, SharedNetwork, T> model) {
    this.type = type;
    this.estimator = estimator;
    this.model = model;
  }

  /** A reader of estimators, made from their uid. */
  static <T extends Params> SpindleReader<T> ofEstimators(Class<T> type, Function<String, T> make) {
    return new SpindleReader<>(type, make, null);
  }

  /** A reader of models, made from their uid and network. */
  static <T extends Params> SpindleReader<T> ofModels(
      Class<T> type, BiFunction<String, SharedNetwork, T> make) {
    return new SpindleReader<>(type, null, make);
  }

  @Override
  public T load(String path) {
    try {
      HadoopFiles files = HadoopFiles.in(path, sparkSession());
      Metadata metadata = Metadata.read(files, type);
      T loaded =
          model == null
              ? estimator.apply(metadata.uid())
              : model.apply(metadata.uid(), new SharedNetwork(network(files)));
      metadata.setParams(loaded);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the two files of a model. */
  static TrainedNetwork network(HadoopFiles files) throws IOException {
    byte[] model = files.read(ModelFile.MODEL, LONGEST_MODEL);
    byte[] weights = files.read(ModelFile.WEIGHTS, LONGEST_WEIGHTS);
    return ModelFile.decode(model, weights);
  }
}
