// What submit/jshell and the notebooks' kernel import; imports only.
import java.nio.file.*;
import java.util.function.*;
import java.util.stream.*;
import org.apache.spark.ml.*;
import org.apache.spark.ml.evaluation.*;
import org.apache.spark.ml.feature.*;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tuning.*;
import org.apache.spark.sql.*;
import static org.apache.spark.sql.functions.*;
import org.spindleml.ml.*;
import org.spindleml.report.*;
