package org.spindleml.train;

import java.util.Arrays;
import org.spindleml.linalg.Bf16Rounding;
import org.spindleml.linalg.ThreadTeam;
import org.spindleml.nn.GradientSum;
import org.spindleml.nn.SumFormat;

/** Rounds sums of gradients to their format, by the threads of a team. */
final class SumRounding {
  private final SumFormat format;
  private final ThreadTeam team;

  /** One for each member of the team. */
  private final Bf16Rounding[] roundings;

  /**
   * Makes room for the threads.
   *
   * @param format the format
   * @param team who rounds
   */
  SumRounding(SumFormat format, ThreadTeam team) {
    this.format = format;
    this.team = team;
    roundings = new Bf16Rounding[team.members()];
    Arrays.setAll(roundings, member -> new Bf16Rounding(format.rounded()));
  }

  SumFormat format() {
    return format;
  }

  ThreadTeam team() {
    return team;
  }

  /** Rounds a sum where it is, which changes nothing in one that has been rounded. */
  void round(GradientSum sum) {
    team.ranges(
        format.rounded(),
        (member, from, to) -> roundings[member].round(sum.gradient(), from, to - from));
  }
}
