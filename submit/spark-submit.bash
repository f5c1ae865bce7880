# Sourced by the scripts beside it: what they say to Spark, and how they start it.
#
# Use   source "$directory/spark-submit.bash"
#       take_spark_arguments "$@"       sets arguments, what is left for the program, and verbose,
#                                       an array that has --verbose or nothing
#       spark_submit CLASS [ARGUMENT …] becomes the program; the jars of class_path, an array that
#                                       may be empty, are on the driver's class path
#
#   --master URL     where to run; default local[*], all cores of this machine
#   --verbose        every warning of the libraries, in full
#   spark.KEY=VALUE  a setting of Spark's
#
# Environment: SPINDLE_DRIVER_MEMORY (default 2g), SPINDLE_JAVA_OPTIONS (further options of the
# driver's JVM, separated by blanks), SPINDLE_ARCHIVE_CLASSES (if set, a command that ends well leaves
# Spark's classes in target/, 150 MB, with which later ones start sooner), SPINDLE_CLUSTER_DIR (see submit/cluster), and SPARK_HOME,
# JAVA_HOME, MAVEN_ARGS (see submit/spark-home.bash).

# shellcheck shell=bash
# shellcheck source=submit/spark-home.bash
source "$(dirname "${BASH_SOURCE[0]}")/spark-home.bash"

master='local[*]'
logging=$root/conf/log4j2.properties
class_path=()
arguments=()
verbose=()
spark_arguments=()

take_spark_arguments() {
  while (($# > 0)); do
    case $1 in
      --master)
        (($# > 1)) || fail "--master needs a URL, for instance --master 'local[2]'" 2
        master=$2
        shift
        ;;
      --master=*) master=${1#*=} ;;
      spark.*=*) spark_arguments+=(--conf "$1") ;;
      --verbose)
        logging=$root/conf/log4j2-verbose.properties
        verbose=("$1")
        ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  if ! [[ $master =~ ^(local(\[.*\])?|local-cluster\[.*\]|yarn|(spark|k8s)://.+)$ ]]; then
    fail "--master must be local[N], spark://HOST:PORT, yarn or k8s://URL, found '$master'" 2
  fi
}

# Java opens with "WARNING: Using incubator modules: jdk.incubator.vector", and has no option
# against it. Every byte after that first line passes through.
without_incubator_warning() {
  trap '' INT
  local line newline=$'\n'
  IFS= read -r line || newline=
  [[ $line == "WARNING: Using incubator modules: "* ]] || printf '%s%s' "$line" "$newline"
  exec cat
}

spark_submit() {
  case $master in
    local | local\[* | spark://127.0.0.1:* | spark://localhost:*)
      export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
      ;;
  esac
  case $master in
    local | local\[*)
      spark_arguments+=(--properties-file "$root/conf/spark-defaults.conf")
      if $distribution; then
        spark_arguments+=(--load-spark-defaults)
      fi
      ;;
    *)
      # The secret of a cluster of submit/cluster is in this file, never on a command line.
      if [[ -f $cluster_directory/master-url && $(<"$cluster_directory/master-url") == "$master" ]]; then
        spark_arguments+=(--properties-file "$cluster_directory/spark.conf")
      fi
      ;;
  esac

  local memory=${SPINDLE_DRIVER_MEMORY:-2g} launch jars archive=
  if [[ -n ${SPINDLE_ARCHIVE_CLASSES:-} ]] && ! $distribution; then
    archive=$(class_archive)
    class_data=("-XX:ArchiveClassesAtExit=$archive.unfinished" "-Xlog:cds*=off")
  fi
  jars=$(IFS=: && echo "${class_path[*]-}")
  if $distribution; then
    export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} ${SPINDLE_JAVA_OPTIONS:-} \"-Dlog4j2.configurationFile=$logging\""
    launch=("$spark_home/bin/spark-submit" --driver-memory "$memory")
    [[ -z $jars ]] || launch+=(--driver-class-path "$jars")
  else
    # shellcheck disable=SC2206 # SPINDLE_JAVA_OPTIONS is a list of words.
    launch=("$java" "@$root/conf/java-options" ${class_data[@]+"${class_data[@]}"} ${SPINDLE_JAVA_OPTIONS:-} "-Xmx$memory" "-Dlog4j2.configurationFile=$logging"
      -cp "$spark_jars${jars:+:$jars}${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}"
      org.apache.spark.deploy.SparkSubmit)
  fi
  launch+=(--master "$master" ${spark_arguments[@]+"${spark_arguments[@]}"} --class "$1" "$all_jar" "${@:2}")
  [[ -n $archive ]] || exec "${launch[@]}" 2> >(without_incubator_warning >&2)
  rm -f "$archive" "$archive.made-by"
  "${launch[@]}" 2> >(without_incubator_warning >&2)
  # Whole or not at all: Java trusts what it finds.
  mv "$archive.unfinished" "$archive"
  this_java >"$archive.made-by"
}
