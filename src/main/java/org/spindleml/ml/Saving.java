package org.spindleml.ml;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.spindleml.table.InputException;
import org.spindleml.train.CheckpointSettings;

/**
 * What an estimator's Params say about checkpoints, for one fit: its directory, and the Params that
 * must be the same when it goes on.
 *
 * @param settings for the trainer
 * @param directory held for this fit; null where it is not saved
 * @param termination ends the fit where the process is told to end; null where it is not saved
 */
record Saving(
    CheckpointSettings settings, CheckpointDirectory directory, TerminationHook termination)
    implements AutoCloseable {
  private static final String LAST_GOOD = "diverged-model";

  /** Change no bit of what is trained, or are compared as what they lead to. */
  private static final Set<String> FREE =
      Set.of(
          "checkpointDir",
          "checkpointInterval",
          "checkpointSeconds",
          "checkpointFailure",
          "divergence",
          "resume",
          "execution",
          "predictionCol",
          "probabilityCol",
          "rawPredictionCol",
          "predictedLabelCol",
          "initialWeights",
          "initialModelPath");

  /** Whether the Params ask for checkpoints. */
  static boolean isWanted(MlpParams params) {
    return params.isSet(params.checkpointDir()) && !params.getCheckpointDir().isBlank();
  }

  /**
   * Takes the directory.
   *
   * @throws InputException if another run has it, it cannot be read and written, or there is
   *     nothing to resume that must be
   */
  static Saving begin(MlpParams params, SparkSession session) {
    Resume resume = Resume.named(params.getResume());
    if (!isWanted(params)) {
      if (resume == Resume.MUST) {
        throw new InputException("resume is must but checkpointDir is not set; set it");
      }
      return new Saving(CheckpointSettings.NONE, null, null);
    }
    String path = params.getCheckpointDir();
    Map<String, String> compared = compared(params);
    try {
      CheckpointDirectory directory =
          CheckpointDirectory.open(
              HadoopFiles.in(path, session), resume, session.sparkContext().applicationId());
      return new Saving(
          new CheckpointSettings(
              directory,
              params.getCheckpointInterval(),
              params.getCheckpointSeconds(),
              CheckpointFailure.named(params.getCheckpointFailure()) == CheckpointFailure.ERROR,
              compared),
          directory,
          TerminationHook.ofThisThread());
    } catch (IOException e) {
      throw new InputException(
          "checkpoints cannot be kept in "
              + path
              + ": "
              + HadoopFiles.reason(e)
              + "; set checkpointDir to a directory that can be written",
          e);
    }
  }

  private static Map<String, String> compared(MlpParams params) {
    Map<String, String> compared = new LinkedHashMap<>();
    for (Param<?> param : params.params()) {
      if (params.isDefined(param) && !FREE.contains(param.name())) {
        compared.put(param.name(), ParamText.of(param, params.getOrDefault(param)));
      }
    }
    return compared;
  }

  /** Saves the last good model of a run that diverged beside its checkpoints, and says where. */
  static String keep(MLWriter model, MlpParams params) {
    if (!isWanted(params)) {
      return "; where checkpointDir is set, the model before it is saved there";
    }
    String path = params.getCheckpointDir() + "/" + LAST_GOOD;
    try {
      model.overwrite().save(path);
      return "; the model before it is in " + path;
    } catch (IOException e) {
      return "; the model before it cannot be saved in " + path + ": " + HadoopFiles.reason(e);
    }
  }

  /** Gives the directory back. */
  @Override
  public void close() {
    if (directory == null) {
      return;
    }
    // Files close on an interrupted thread.
    boolean interrupted = Thread.interrupted();
    directory.close();
    termination.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
