package org.spindleml.train;

/** Two listeners as one. */
record ListenerPair(TrainingListener first, TrainingListener second) implements TrainingListener {
  @Override
  public void note(String line) {
    first.note(line);
    second.note(line);
  }

  @Override
  public void diverged(String line) {
    first.diverged(line);
    second.diverged(line);
  }

  @Override
  public void step(Progress progress) {
    first.step(progress);
    second.step(progress);
  }

  @Override
  public void epoch(int epoch, EpochRecord record) {
    first.epoch(epoch, record);
    second.epoch(epoch, record);
  }

  @Override
  public boolean goesOn() {
    // Both are asked, whatever the first one says.
    return first.goesOn() & second.goesOn();
  }

  @Override
  public void finished(TrainingResult result) {
    first.finished(result);
    second.finished(result);
  }
}
