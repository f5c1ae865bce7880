package org.spindleml.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import py4j.Gateway;
import py4j.ReturnObject;

/**
 * Every call that the Python code of docs/pyspark.md makes, through the Java half of py4j: by name,
 * on public classes and methods, with the arguments that Python sends.
 */
class PySparkCallsTest {
  private static final String PACKAGE = "org.spindleml.ml.";

  private final Gateway gateway = new Gateway(this);

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    gateway.startup();
  }

  @AfterEach
  void stop() {
    gateway.shutdown();
  }

  /** An object as Python holds it: by the name that the gateway gave it. */
  private record Held(Gateway gateway, String id) {
    Held call(String method, Object... arguments) {
      return held(gateway, gateway.invoke(method, id, List.of(arguments)));
    }

    Object value() {
      return gateway.getObject(id);
    }
  }

  private static Held held(Gateway gateway, ReturnObject returned) {
    return new Held(gateway, returned.getName());
  }

  private Held make(String className) {
    return held(gateway, gateway.invoke(PACKAGE + className, List.of()));
  }

  private Held load(String className, String path) {
    return held(gateway, gateway.invoke("load", "z:" + PACKAGE + className, List.of(path)));
  }

  @Test
  void fitsPredictsSavesAndLoads() {
    Dataset<?> table = Tables.diamond(200);
    Held model =
        make("MlpClassifier")
            .call("setFeaturesCol", "features")
            .call("setActivation", (Object) new String[] {"gelu"})
            .call("setHiddenLayers", (Object) new int[] {8, 4})
            .call("setMaxIter", 3)
            .call("setStepSize", 0.01)
            .call("fit", table);
    Dataset<?> scored = (Dataset<?>) model.call("transform", table).value();
    assertEquals(200, scored.where("prediction >= 0").count());

    String path = directory.resolve("model").toString();
    model.call("write").call("overwrite").call("save", path);
    MlpClassificationModel again =
        (MlpClassificationModel) load("MlpClassificationModel", path).value();
    assertEquals(((MlpClassificationModel) model.value()).weights(), again.weights());
  }

  /** py4j looks no further than the interfaces that a class names itself. */
  @Test
  void findsWhatEveryClassInherits() {
    for (String name :
        List.of("MlpClassifier", "MlpRegressor", "MlpClassificationModel", "MlpRegressionModel")) {
      Held stage = make(name).call("setFeaturesCols", (Object) new String[] {"x"});
      for (Method method : stage.value().getClass().getMethods()) {
        if (method.getDeclaringClass().getName().startsWith(PACKAGE)
            && method.getParameterCount() == 0
            && method.getName().startsWith("get")
            && ((Params) stage.value()).hasParam(paramOf(method))
            && ((Params) stage.value())
                .isDefined(((Params) stage.value()).getParam(paramOf(method)))) {
          stage.call(method.getName());
        }
      }
    }
  }

  private static String paramOf(Method getter) {
    return Character.toLowerCase(getter.getName().charAt(3)) + getter.getName().substring(4);
  }

  @Test
  void columnsByNameAndSummaries() {
    Dataset<?> table = Tables.diamond(100).selectExpr("label", "label * 2 AS x", "1 - label AS y");
    Held model =
        make("MlpRegressor")
            .call("setFeaturesCols", (Object) new String[] {"x", "y"})
            .call("setHiddenLayers", (Object) new int[] {4})
            .call("setMaxIter", 2)
            .call("fit", table);
    Held history = model.call("summary").call("history");
    assertEquals(2, ((Dataset<?>) history.value()).count());
    ReturnObject error =
        gateway.invoke(
            "rootMeanSquaredError", model.call("evaluate", table).id(), List.<Object>of());
    assertTrue((double) error.getPrimitiveObject() >= 0);
  }
}
