package org.spindleml.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.RunHeader;
import org.spindleml.train.Snapshot;
import org.spindleml.train.StopReason;

/**
 * A state of a run as one file, from which the run goes on with the same bits:
 *
 * <pre>
 * 8 bytes   SPINDLEC
 * 4 bytes   version, little-endian
 * 4 bytes   length of the header
 * header    JSON: {"step": …, "ended": "" or why, "run": {what the run is, as text}}
 * numbers   a safetensors file: numbers and epochs as F64, weights and memory as F32
 * 32 bytes  SHA-256 of all bytes before
 * </pre>
 *
 * @param run what the run is
 * @param snapshot where it was
 */
public record Checkpoint(RunHeader run, Snapshot snapshot) {
  /** Version written and read: a checkpoint is for the Spindle that wrote it. */
  public static final int VERSION = 1;

  /** Longest file that is read. */
  public static final int LONGEST = Safetensors.LONGEST_FILE;

  private static final byte[] MAGIC = {'S', 'P', 'I', 'N', 'D', 'L', 'E', 'C'};
  private static final int BEGINNING = MAGIC.length + 2 * Integer.BYTES;
  private static final int HASH = 32;
  private static final String WHAT = "checkpoint";

  /** The columns of the table of epochs. */
  private static final List<String> EPOCHS =
      List.of(
          "epochs.loss",
          "epochs.validationLoss",
          "epochs.validationMetric",
          "epochs.learningRate",
          "epochs.gradientNorm",
          "epochs.computeSeconds",
          "epochs.sparkSeconds",
          "epochs.driverSeconds");

  /**
   * Writes the file.
   *
   * @param out where to; not closed
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if the numbers do not fit in one array of bytes
   */
  public void write(OutputStream out) throws IOException {
    byte[] header = header();
    byte[] tensors = Safetensors.write(tensors());
    if ((long) BEGINNING + header.length + tensors.length + HASH > LONGEST) {
      throw new IllegalArgumentException("the checkpoint takes more than " + LONGEST + " bytes");
    }
    ByteBuffer beginning = ByteBuffer.allocate(BEGINNING).order(ByteOrder.LITTLE_ENDIAN);
    beginning.put(MAGIC).putInt(VERSION).putInt(header.length);
    MessageDigest digest = ModelFile.sha256();
    for (byte[] part : List.of(beginning.array(), header, tensors)) {
      digest.update(part);
      out.write(part);
    }
    out.write(digest.digest());
  }

  private byte[] header() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("step", snapshot.step());
      json.writeStringField("ended", snapshot.ended() == null ? "" : snapshot.ended().name());
      json.writeObjectFieldStart("run");
      for (Map.Entry<String, String> value : run.values().entrySet()) {
        json.writeStringField(value.getKey(), value.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // An array takes everything.
    }
    return bytes.toByteArray();
  }

  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    new TreeMap<>(snapshot.numbers())
        .forEach((name, value) -> tensors.add(Tensor.ofDoubles(name, new double[] {value})));
    double[][] columns = new double[EPOCHS.size()][snapshot.epochs().size()];
    for (int row = 0; row < snapshot.epochs().size(); row++) {
      double[] epoch = numbers(snapshot.epochs().get(row));
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = epoch[column];
      }
    }
    for (int column = 0; column < columns.length; column++) {
      tensors.add(Tensor.ofDoubles(EPOCHS.get(column), columns[column]));
    }
    new TreeMap<>(snapshot.arrays())
        .forEach(
            (name, array) -> tensors.add(Tensor.ofFloats(name, List.of(array.length), array, 0)));
    return tensors;
  }

  private static double[] numbers(EpochRecord epoch) {
    return new double[] {
      epoch.loss(),
      epoch.validationLoss(),
      epoch.validationMetric(),
      epoch.learningRate(),
      epoch.gradientNorm(),
      epoch.seconds().compute(),
      epoch.seconds().spark(),
      epoch.seconds().driver()
    };
  }

  /**
   * Reads a file. Nothing in it is believed before its SHA-256 fits, nor then before it is checked.
   * Allocates a small multiple of the file's own size and runs no code of it.
   *
   * @param file its bytes
   * @return the checkpoint
   * @throws ModelFormatException if it is cut, damaged, of another version, or no checkpoint
   */
  public static Checkpoint read(byte[] file) throws ModelFormatException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < BEGINNING + HASH
        || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
      throw new ModelFormatException("this is no checkpoint, or its beginning is damaged");
    }
    int end = file.length - HASH;
    MessageDigest digest = ModelFile.sha256();
    digest.update(file, 0, end);
    if (!MessageDigest.isEqual(digest.digest(), Arrays.copyOfRange(file, end, file.length))) {
      throw new ModelFormatException(
          "the checkpoint is cut or damaged: its SHA-256 is not that of its " + end + " bytes");
    }
    int version = bytes.getInt(MAGIC.length);
    if (version != VERSION) {
      throw ModelFormatException.of(
          WHAT + ", version", VERSION + ": finish the run with the Spindle that began it", version);
    }
    int length = bytes.getInt(MAGIC.length + Integer.BYTES);
    if (length < 2 || length > Math.min(JsonObject.LONGEST, end - BEGINNING)) {
      throw ModelFormatException.of(
          WHAT + ", length of the header", "2 to " + (end - BEGINNING) + " bytes", length);
    }
    JsonObject header = JsonObject.parse(WHAT, bytes.slice(BEGINNING, length));
    header.requireKeys("step", "ended", "run");
    Map<String, Tensor> tensors =
        Safetensors.read(Arrays.copyOfRange(file, BEGINNING + length, end));
    return new Checkpoint(run(header.object("run")), snapshot(header, tensors));
  }

  private static RunHeader run(JsonObject json) throws ModelFormatException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : json.keys()) {
      values.put(key, json.text(key));
    }
    return new RunHeader(values);
  }

  private static Snapshot snapshot(JsonObject header, Map<String, Tensor> tensors)
      throws ModelFormatException {
    Map<String, float[]> arrays = new HashMap<>();
    Map<String, double[]> columns = new HashMap<>();
    Map<String, Double> numbers = new HashMap<>();
    for (Tensor tensor : tensors.values()) {
      if (tensor.shape().size() != 1) {
        throw ModelFormatException.of(tensor.name(), "one dimension", tensor.shape());
      }
      if (tensor.type() == Tensor.Type.F32) {
        float[] array = new float[tensor.shape().get(0)];
        tensor.copyFloats(array, 0);
        arrays.put(tensor.name(), array);
      } else if (EPOCHS.contains(tensor.name())) {
        columns.put(tensor.name(), tensor.toDoubles());
      } else if (tensor.shape().get(0) == 1) {
        numbers.put(tensor.name(), tensor.toDoubles()[0]);
      } else {
        throw ModelFormatException.of(tensor.name(), "one number", tensor.shape());
      }
    }
    return new Snapshot(
        header.integer("step", 0L), ended(header.text("ended")), arrays, numbers, epochs(columns));
  }

  private static StopReason ended(String name) throws ModelFormatException {
    if (name.isEmpty()) {
      return null;
    }
    for (StopReason reason : StopReason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    throw ModelFormatException.of(WHAT + ", ended", List.of(StopReason.values()), name);
  }

  private static List<EpochRecord> epochs(Map<String, double[]> columns)
      throws ModelFormatException {
    if (columns.size() != EPOCHS.size()
        || columns.values().stream().mapToInt(column -> column.length).distinct().count() != 1) {
      throw ModelFormatException.of(WHAT, EPOCHS + " of one length", columns.keySet());
    }
    List<EpochRecord> epochs = new ArrayList<>();
    for (int row = 0; row < columns.get(EPOCHS.get(0)).length; row++) {
      double[] epoch = new double[EPOCHS.size()];
      for (int column = 0; column < epoch.length; column++) {
        epoch[column] = columns.get(EPOCHS.get(column))[row];
      }
      epochs.add(
          new EpochRecord(
              epoch[0],
              epoch[1],
              epoch[2],
              epoch[3],
              epoch[4],
              new EpochSeconds(epoch[5], epoch[6], epoch[7])));
    }
    return epochs;
  }

  @Override
  public String toString() {
    return "checkpoint of " + snapshot;
  }
}
