package org.spindleml.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Network namespaces of Linux: a hub with a bridge, and others with one link to it each, which can
 * be cut and slowed. Their addresses exist nowhere else. Making them needs root's rights.
 *
 * @param prefix what the names of the namespaces begin with
 */
record NetworkLinks(String prefix) implements AutoCloseable {
  /** The hub's name, and the address of whatever runs in it. */
  static final String HUB = "hub";

  static final String HUB_ADDRESS = "10.117.0.1";

  /** The others, one link each. */
  static final List<String> ENDS = List.of("one", "two");

  /** The links of this process. */
  static NetworkLinks ofThisProcess() {
    return new NetworkLinks("spindle-" + ProcessHandle.current().pid() + "-");
  }

  /** The address of whatever runs at an end. */
  static String address(String end) {
    return "10.117.0." + (2 + ENDS.indexOf(end));
  }

  /** What a command that runs in a namespace begins with. */
  List<String> in(String name) {
    return List.of("ip", "netns", "exec", prefix + name);
  }

  /**
   * Makes the hub's namespace, the first thing to be made.
   *
   * @throws IOException where the right or the command to make it is missing
   */
  void makeHub() throws IOException {
    run("ip netns add " + prefix + HUB);
  }

  /** Makes the rest. */
  void make() throws IOException {
    ip(HUB, "link set lo up");
    ip(HUB, "link add bridge type bridge");
    ip(HUB, "address add " + HUB_ADDRESS + "/24 dev bridge");
    ip(HUB, "link set bridge up");
    for (String end : ENDS) {
      run("ip netns add " + prefix + end);
      ip(end, "link set lo up");
      ip(HUB, "link add " + end + " type veth peer name uplink netns " + prefix + end);
      ip(HUB, "link set " + end + " master bridge up");
      ip(end, "address add " + address(end) + "/24 dev uplink");
      ip(end, "link set uplink up");
    }
  }

  /** Cuts a link: packets in either direction are lost. */
  void cut(String end) throws IOException {
    ip(HUB, "link set " + end + " down");
  }

  /** Mends a link that was cut. */
  void mend(String end) throws IOException {
    ip(HUB, "link set " + end + " up");
  }

  /**
   * Slows a link in both directions.
   *
   * @param rate as tc has it, such as 16mbit
   */
  void slow(String end, String rate) throws IOException {
    String bucket = " root tbf burst 16kb latency 500ms rate " + rate;
    tc(HUB, "qdisc add dev " + end + bucket);
    tc(end, "qdisc add dev uplink" + bucket);
  }

  /** Ends what {@link #slow} began; what it says of packets that had to wait at the far end. */
  String unslow(String end) throws IOException {
    String seen = tc(end, "-s qdisc show dev uplink");
    tc(HUB, "qdisc del dev " + end + " root");
    tc(end, "qdisc del dev uplink root");
    return seen;
  }

  private void ip(String name, String command) throws IOException {
    run("ip -n " + prefix + name + " " + command);
  }

  private String tc(String name, String command) throws IOException {
    return run("tc -n " + prefix + name + " " + command);
  }

  private static String run(String command) throws IOException {
    Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(command + ": " + said.strip());
    }
    return said;
  }

  /** Kills whatever runs in the namespaces and removes them, with their links. */
  @Override
  public void close() throws IOException {
    String made = run("ip netns list");
    for (String name : List.of(ENDS.get(0), ENDS.get(1), HUB)) {
      if (made.lines().anyMatch(line -> line.split(" ")[0].equals(prefix + name))) {
        run("ip netns pids " + prefix + name)
            .lines()
            .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
            .flatMap(java.util.Optional::stream)
            .forEach(NetworkLinks::kill);
        run("ip netns del " + prefix + name);
      }
    }
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }
}
