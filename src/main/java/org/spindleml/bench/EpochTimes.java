package org.spindleml.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spindleml.train.EpochRecord;
import org.spindleml.train.EpochSeconds;
import org.spindleml.train.TrainingListener;

/** Keeps what a run says of its epochs. */
final class EpochTimes implements TrainingListener {
  private final List<EpochSeconds> epochs = new ArrayList<>();

  @Override
  public void epoch(int epoch, EpochRecord record) {
    epochs.add(record.seconds());
  }

  /** The median of all epochs but the first ones. */
  double median(int warmUps, ToDoubleFunction<EpochSeconds> part) {
    return Seconds.median(
        epochs.subList(warmUps, epochs.size()).stream().mapToDouble(part).toArray());
  }
}
