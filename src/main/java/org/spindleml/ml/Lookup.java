package org.spindleml.ml;

import java.io.Serializable;

/** Finds a choice by name, only to see whether it is there. */
@FunctionalInterface
interface Lookup extends Serializable {
  /** Throws an IllegalArgumentException that lists the choices if there is none of that name. */
  void find(String name);
}
