# Sourced by the scripts beside it: builds Spindle when needed and says where Spark is.
#
# Sets  root          this clone
#       all_jar       Spindle and all it needs but Spark
#       distribution  whether $SPARK_HOME is a Spark distribution
#       spark_home    $SPARK_HOME if it is one, else target/spark-home
#       spark_jars    the class path of Spark's jars, as Spark gives it to executors
#       java          the java command
#       class_data    options of Java's: where it finds Spark's classes ready to use
#
# Environment  SPARK_HOME   a Spark 4.1 distribution (optional)
#              JAVA_HOME    a JDK of version 17 or newer (optional)
#              MAVEN_ARGS   further arguments for Maven, for instance -Dmaven.repo.local=DIR

# shellcheck shell=bash

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2:-1}"
}

find_java() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    [[ -x $java ]] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
  else
    java=$(command -v java) || fail "no java found: install a JDK 17 or set JAVA_HOME"
  fi
}

find_all_jar() {
  local jar
  all_jar=
  for jar in "$root"/target/spindle-*-all.jar; do
    [[ -f $jar ]] && all_jar=$jar
  done
  [[ -n $all_jar ]]
}

# One line for each jar of the class path that Maven wrote.
listed_jars() {
  tr ':' '\n' <"$root/target/spark-jars.txt"
}

jars_are_there() {
  local jar
  while IFS= read -r jar || [[ -n $jar ]]; do
    [[ -z $jar || -f $jar ]] || return 1
  done < <(listed_jars)
}

needs_build() {
  find_all_jar || return 0
  [[ -s $root/target/spark-jars.txt ]] || return 0
  # A directory is newer when a file of it was deleted.
  [[ -z $(find "$root/pom.xml" "$root/src/main" -newer "$all_jar" -print -quit) ]] || return 0
  ! jars_are_there
}

build() {
  command -v mvn >/dev/null || fail "no mvn found: install Maven 3.8 or newer"
  echo "building Spindle …" >&2
  rm -f "$root/target/spark-jars.txt"
  # shellcheck disable=SC2086 # MAVEN_ARGS is a list of words.
  mvn -B -q -f "$root/pom.xml" -Dmaven.test.skip=true -Dmaven.javadoc.skip=true \
    -Dmaven.source.skip=true -Dspotless.check.skip=true ${MAVEN_ARGS:-} package >&2 ||
    fail "the build failed, see above"
  find_all_jar || fail "the build left no target/spindle-*-all.jar"
  # Maven leaves it as it is when no class has changed, only a comment.
  touch "$all_jar"
}

# A directory that Spark takes for its home: jars/ with a link to every jar.
link_jars() {
  local home=$root/target/spark-home list jar
  list=$(listed_jars)
  [[ -f $home/jars.txt && $(<"$home/jars.txt") == "$list" ]] && return
  rm -rf "$home.$$"
  mkdir -p "$home.$$/jars"
  while IFS= read -r jar; do
    [[ -z $jar ]] || ln -s "$jar" "$home.$$/jars/"
  done <<<"$list"
  printf '%s\n' "$list" >"$home.$$/jars.txt"
  rm -rf "$home"
  mv "$home.$$" "$home"
}

# Java's class data sharing: Spark's classes as an earlier command has left them. An archive is for one
# Java; it is passed over where the jars are others.
class_archive() { echo "$root/target/spark-classes.jsa"; }

this_java() { readlink -f "$java" || echo "$java"; }

find_class_data() {
  local archive
  archive=$(class_archive)
  if [[ -f $archive && -f $archive.made-by && $(<"$archive.made-by") == "$(this_java)" ]]; then
    class_data=("-XX:SharedArchiveFile=$archive" "-Xlog:cds*=off")
  fi
}

class_data=()
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." >/dev/null && pwd)
find_java
if needs_build; then
  build
fi
# shellcheck disable=SC2034 # The scripts read them.
if [[ -n ${SPARK_HOME:-} && -x $SPARK_HOME/bin/spark-submit ]]; then
  distribution=true
  spark_home=$SPARK_HOME
else
  distribution=false
  link_jars
  find_class_data
  spark_home=$root/target/spark-home
  export SPARK_HOME=$spark_home
fi
# Another order would be another class path, for which Java passes an archive of classes over.
spark_jars=$(printf '%s:' "$spark_home"/jars/slf4j-api-*)$spark_home/jars/*
# Without it executors search for the Scala build directories of Spark's own source tree.
export SPARK_SCALA_VERSION=2.13

cluster_directory=${SPINDLE_CLUSTER_DIR:-$root/target/cluster}
[[ $cluster_directory == /* ]] || cluster_directory=$PWD/$cluster_directory
