package org.spindleml.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.spindleml.ml.TypedParam;
import org.spindleml.table.InputException;

/** Sets an estimator's Params from the section {@code params} of a run file. */
final class ParamSettings {
  /** Params that the section {@code columns} decides. */
  private static final Set<String> COLUMNS =
      Set.of(
          "featuresCol",
          "featuresCols",
          "labelCol",
          "weightCol",
          "offsetCol",
          "validationIndicatorCol");

  private ParamSettings() {}

  /**
   * Sets Params.
   *
   * @param estimator whose Params
   * @param params names and values
   * @throws InputException naming line, Param and what is wrong with it
   */
  static void apply(Params estimator, Config params) {
    for (Map.Entry<String, ConfigValue> entry : params.root().entrySet()) {
      try {
        set(estimator, entry.getKey(), entry.getValue(), params);
      } catch (ConfigException | IllegalArgumentException e) {
        String line = RunFile.place(entry.getValue());
        String message = e.getMessage();
        throw new InputException(message.startsWith(line) ? message : line + ": " + message, e);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void set(Params estimator, String name, ConfigValue value, Config params) {
    List<String> names =
        Arrays.stream(estimator.params())
            .map(Param::name)
            .filter(known -> !COLUMNS.contains(known))
            .toList();
    Optional<String> known = names.stream().filter(name::equalsIgnoreCase).findFirst();
    if (COLUMNS.contains(name)) {
      throw new IllegalArgumentException(
          name + " is no Param of a run file; the section columns says which columns are what");
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException(RunKeys.unknown("Param", name, name, names));
    }
    Param param = estimator.getParam(known.get());
    estimator.set(param, read(param, ConfigUtil.joinPath(name), value, params));
  }

  /** The value in the type that the Param takes; a single value where an array of one is meant. */
  private static Object read(Param<?> param, String path, ConfigValue value, Config params) {
    boolean isList = value.valueType() == ConfigValueType.LIST;
    if (param instanceof IntParam) {
      return whole(param, params.getString(path)).intValueExact();
    }
    if (param instanceof LongParam) {
      return whole(param, params.getString(path)).longValueExact();
    }
    if (param instanceof DoubleParam) {
      return number(param, params.getString(path));
    }
    if (param instanceof BooleanParam) {
      return truth(param, params.getString(path));
    }
    if (param instanceof IntArrayParam) {
      List<String> list = isList ? params.getStringList(path) : List.of(params.getString(path));
      return list.stream().mapToInt(number -> whole(param, number).intValueExact()).toArray();
    }
    if (param instanceof DoubleArrayParam) {
      List<String> list = isList ? params.getStringList(path) : List.of(params.getString(path));
      return list.stream().mapToDouble(number -> number(param, number)).toArray();
    }
    if (param instanceof TypedParam<?> typed && typed.dataClass() == Vector.class) {
      List<String> list = isList ? params.getStringList(path) : List.of(params.getString(path));
      return Vectors.dense(list.stream().mapToDouble(number -> number(param, number)).toArray());
    }
    if (param instanceof StringArrayParam) {
      List<String> list = isList ? params.getStringList(path) : List.of(params.getString(path));
      return list.toArray(new String[0]);
    }
    return params.getString(path);
  }

  private static double number(Param<?> param, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InputException(param.name() + " must be a number, found '" + text + "'", e);
    }
  }

  private static boolean truth(Param<?> param, String text) {
    return switch (text) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default ->
          throw new InputException(param.name() + " must be true or false, found '" + text + "'");
    };
  }

  /** The HOCON library would cut 1.5 down to 1. */
  private static BigInteger whole(Param<?> param, String text) {
    try {
      BigInteger number = new BigDecimal(text).toBigIntegerExact();
      int bits = param instanceof LongParam ? Long.SIZE : Integer.SIZE;
      if (number.bitLength() < bits) {
        return number;
      }
      throw new InputException(
          param.name() + " must be a whole number of " + bits + " bits, found " + text);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InputException(param.name() + " must be a whole number, found '" + text + "'", e);
    }
  }
}
