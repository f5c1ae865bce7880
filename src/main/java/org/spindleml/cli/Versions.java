package org.spindleml.cli;

import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** Which Spindle, Spark, Scala and Java this is. */
final class Versions implements IVersionProvider {
  /** The version in the jar's manifest; class directories have none. */
  static String spindle() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "of this working directory" : version;
  }

  static String spark() {
    return package$.MODULE$.SPARK_VERSION();
  }

  static String scala() {
    return scala.util.Properties$.MODULE$.versionNumberString();
  }

  static String java() {
    return System.getProperty("java.version") + ", " + System.getProperty("java.vm.name");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Spindle " + spindle(), "Spark " + spark(), "Java " + java()};
  }
}
