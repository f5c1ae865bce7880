// The Spark session of submit/jshell; master and settings come from its arguments.
SparkSession spark = SparkSession.builder().appName("spindle jshell").getOrCreate();
